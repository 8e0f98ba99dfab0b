import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millisOf } from '#kernel';
import type { ServerProcess } from '#servers';
import type { Load } from '../harness/drive.js';
import { atOnce, committedAt, lateness } from '../harness/lateness.js';
import { hastyRules, inHandling, now, openOffice, type Office } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';

const { TEMPORAL_ADDRESS = '' } = process.env;
const WORKER = new URL('../../apps/worker/main.js', import.meta.url);

let office: Office;
let worker: ServerProcess;
let handlingSeconds = 0;
let takeOverSeconds = 0;
let escalated = 0;

/** Issues whose workflows know everything that is on record: nothing is left to tell. */
async function told(): Promise<number> {
  const { rows: [found] } = await office.pool.query<{ told: number }>('select count(*) as told from clock.standing where signalled_revision >= revision');
  return found!.told;
}

async function passed(type: string, after: number): Promise<number> {
  const { rows: [found] } = await office.pool.query<{ n: number }>('select count(*) as n from record.event where type = $1 and position > $2', [type, after]);
  return found!.n;
}

/** All issues are due, and later taken over by the level above, at the very same moments. */
async function escalateAll(count: number): Promise<ReturnType<typeof lateness>> {
  const before = { told: await told(), position: await office.store.lastPosition() };
  const base = now();
  const due = millisOf(base) + handlingSeconds * 1000;
  const takeOver = due + takeOverSeconds * 1000;
  await atOnce(32, count, async () => { await inHandling(office, base); });
  const allTold = async (): Promise<boolean> => (await told()) === before.told + count;
  await until('the workflows know all issues before the first is due', due - Date.now() - 500, allTold);
  await until('the due step is on record and told before the next one', takeOver - Date.now() - 500, async () =>
    Date.now() > due && (await passed('DeadlineStepPassed', before.position)) === count && (await allTold()));
  await until('all issues are taken over', takeOver - Date.now() + 120_000, async () => (await passed('IssueTakenOver', before.position)) >= count);
  escalated += count;
  const done = await committedAt(office.pool, `record.event where type = 'IssueTakenOver' and position > $1`, [before.position]);
  // What follows an escalation is the next round's business no longer.
  await until('the workflows know of the escalations', 120_000, allTold);
  return lateness(takeOver, done);
}

serve({
  async prepare(url: string, { streams }: Load) {
    handlingSeconds = Math.ceil(8 + streams / 30);
    takeOverSeconds = Math.ceil(5 + streams / 20);
    office = await openOffice(url, hastyRules(handlingSeconds, takeOverSeconds));
    const log = join(tmpdir(), `minqing-bench-worker-${process.pid}.log`);
    const flags = process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`];
    const started = await startProcess(WORKER, log, { DATABASE_URL: url, TEMPORAL_ADDRESS, MINQING_LOG_LEVEL: 'info' }, flags);
    worker = started.process;
    await until('the worker keeps the clock', 60_000, async () => (await started.words()).includes('this process keeps the clock'));
  },
  round: ({ streams }: Load) => escalateAll(streams),
  async verify() {
    const { rows: [found] } = await office.pool.query<{ issues: number; n: number }>(`select count(distinct stream_id) as issues, count(*) as n from record.event where type = 'IssueTakenOver'`);
    if (found?.issues !== escalated || found.n !== escalated) throw new Error(`${escalated} issues were to be taken over once: ${JSON.stringify(found)}`);
  },
  async close() {
    await worker.stop();
    await office.close();
  },
});
