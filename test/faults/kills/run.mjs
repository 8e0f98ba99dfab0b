import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandIdOf } from './caller.mjs';
import { chanceOf } from './chance.mjs';
import { strike } from './killer.mjs';
import { readLedger } from './ledger.mjs';
import { CLIMB, prepareOffice } from './office.mjs';
import { judgeClimbs, judgeLedger, judgeRecord, openIssues, openPool } from './oracle.mjs';
import { judgeWorkflows, runningWorkflows } from './running-workflows.mjs';
import { run, Tree, until } from './tree.mjs';

/** So long may what is broken stay as it is before it counts. */
const STUCK_MS = 150_000;

/**
 * One run: the product by `npm start` in `home`, a load beside it, blows by the seed, and then the judgement of everything that
 * was asked and answered. Everything it found broken, and what it counted; `say` hears how it goes.
 */
export async function killRun({ home, port, seed, say, ...plan }) {
  const tree = new Tree(home, { MINQING_PORT: String(port), MINQING_SAMPLES: 'false' });
  let load;
  try {
    await tree.start();
    const people = await prepareOffice(tree);
    const ledgerFile = join(home, 'ledger.jsonl');
    load = await startLoad(home, { url: `http://127.0.0.1:${port}`, ledgerFile, seed, people, lanes: plan.lanes, pauseMs: plan.restMs });
    await strike(tree, chanceOf(seed), plan, (blow) => {
      say(`${String(blow.count).padStart(3)} ${blow.victim}${blow.part ? ` (${blow.part})` : ''}: ${blow.stopMs ? `stopped for ${blow.stopMs} ms` : 'killed'}${blow.processes === 0 ? ', but it was down already' : ''}`);
      void appendFile(join(home, 'blows.jsonl'), `${JSON.stringify({ ...blow, at: new Date().toISOString() })}\n`);
    });
    say('the last blow fell; what is left open is asked for');
    load.child.kill('SIGTERM');
    const code = await load.ended;
    if (code !== 0) throw new Error(`the load ended with ${code}:\n${load.said()}`);
    return await judge(tree, await readLedger(ledgerFile), say);
  } finally {
    load?.child.kill('SIGKILL');
    await tree.stop();
  }
}

async function startLoad(home, task) {
  const file = join(home, 'load.json');
  await writeFile(file, JSON.stringify(task), { mode: 0o600 });
  const child = spawn(process.execPath, [new URL('load.mjs', import.meta.url).pathname, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said += bytes; });
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  await until('the load to begin', 60_000, async () => {
    if (child.exitCode !== null) throw new Error(`the load ended with ${child.exitCode}:\n${said}`);
    return said.includes('loading');
  });
  return { child, ended, said: () => said };
}

async function judge(tree, facts, say) {
  const running = await tree.running();
  const pool = await openPool(running.databaseUrl);
  const alive = async () => [
    ...(await judgeRecord(pool)), ...(await judgeClimbs(pool, facts, CLIMB)),
    ...judgeWorkflows(await openIssues(pool), await runningWorkflows(running)),
  ];
  try {
    const broken = await untilHealed(alive, say);
    const ledger = await judgeLedger(pool, facts, commandIdOf);
    const { rows: [{ events, streams, passed }] } = await pool.query("select count(*)::int as events, count(distinct stream_id)::int as streams, count(*) filter (where type = 'DeadlineStepPassed')::int as passed from record.event");
    return { broken: [...broken, ...ledger.broken, ...(await byTheProductsOwn(tree))], counts: { ...ledger.counts, events, streams, passed, answers: tally(facts) } };
  } finally {
    await pool.end();
  }
}

/**
 * What is still broken when nothing is, or when nothing has become better for a while: what fell due while services were down
 * passes after, and on a busy machine that takes its time. The pause between looks leaves the product most of that time.
 */
async function untilHealed(alive, say) {
  const began = Date.now();
  let [best, betterAt, toldAt] = [Infinity, began, began];
  for (;;) {
    const asked = Date.now();
    const broken = await alive().catch((failure) => [{ invariant: 'the stores answer', failure: String(failure) }]);
    if (broken.length === 0) {
      say(`all healed ${Math.round((Date.now() - began) / 1000)} s after the load ended`);
      return broken;
    }
    const amount = broken.reduce((sum, { count = 1 }) => sum + count, 0);
    if (amount < best) [best, betterAt] = [amount, Date.now()];
    if (Date.now() - betterAt > STUCK_MS) return broken;
    if (Date.now() - toldAt > 15_000) {
      toldAt = Date.now();
      say(`    still ${amount}: ${[...new Set(broken.map(({ invariant }) => invariant))].join('; ')}`);
    }
    await sleep(500 + 4 * (Date.now() - asked));
  }
}

/** Legal from the fold before, read models equal to the fold, seals; and the record by the verifier that shares no code with the product. */
async function byTheProductsOwn(tree) {
  const broken = [];
  const blame = (invariant) => (failure) => { broken.push({ invariant, failure: String(failure.message) }); };
  await tree.minqing('verify', '--json').catch(blame('minqing verify finds all sound'));
  const file = join(tree.home, 'record.jsonl');
  await tree.minqing('export', 'record', '--out', file).catch(blame('the record can be exported'));
  const { code, said, complaint } = await run(process.execPath, ['apps/cli/verifier/verify-record.mjs', file]);
  if (code !== 0) broken.push({ invariant: 'the verifier without our code finds the record sound', failure: `${code}: ${said}${complaint}` });
  return broken;
}

function tally(facts) {
  const counts = {};
  for (const { fact, status, body, reason } of facts) {
    const what = fact === 'answered' ? `${status} ${body?.code ?? body?.status ?? ''}`.trim() : fact === 'lost' ? `lost: ${reason}` : fact === 'asked' ? null : fact;
    if (what !== null) counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
