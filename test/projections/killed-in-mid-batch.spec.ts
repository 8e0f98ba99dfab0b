import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPool } from '#database';
import { compareWithFold, PROJECTION_NAMES, Projector } from '#projections/postgres';
import { BreakingPool } from './breaking-pool.js';
import { openBench, SILENT, type Bench } from './bench.js';

let bench: Bench;
beforeEach(async () => { bench = await openBench({ projecting: false }); });
afterEach(() => bench.close());

async function expectAllEqualToFold(): Promise<void> {
  for (const name of PROJECTION_NAMES) expect([name, (await compareWithFold(bench, name)).differences]).toEqual([name, []]);
}

it('a connection that breaks before any one statement leaves neither half a page nor a page twice', async () => {
  const { world, store, url } = bench;
  let statement = 1;
  for (let reachedEnd = false; !reachedEnd; statement += 1) {
    await world.handled(`issue-${statement}`);
    await world.give('issue-1', 'repeat-report', { channel: 'hotline', text: 'again' });
    const pool = new BreakingPool(url, statement);
    const projector = new Projector({ pool, store, log: SILENT, againMs: 5 });
    projector.start();
    await bench.settled();
    await projector.stop();
    reachedEnd = !pool.broke;
    await pool.end();
    await expectAllEqualToFold();
  }
  // Each of five read models takes its lock, reads its checkpoint and takes a page.
  expect(statement).toBeGreaterThan(30);
  const found = await bench.models.issue('issue-1', 'everything', world.now);
  expect(found?.row.repeats).toBe(statement - 1);
}, 180_000);

const REGISTER = fileURLToPath(new URL('../global-setup/register.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../../apps/projector/main.ts', import.meta.url));

function startProcess(url: string): ChildProcess {
  return spawn(process.execPath, ['--import', REGISTER, MAIN], { env: { PATH: process.env['PATH'], DATABASE_URL: url, MINQING_LOG_LEVEL: 'info' }, stdio: ['ignore', 'pipe', 'inherit'] });
}

it('a projector killed again and again while history is written loses and doubles nothing, and ends cleanly when asked', async () => {
  const { world, url } = bench;
  let writing = true;
  const writer = (async () => { for (let index = 0; writing; index += 1) await world.handled(`issue-${index}`); })();
  for (let kill = 0; kill < 4; kill += 1) {
    const child = startProcess(url);
    await once(child.stdout!, 'data');
    await sleep(40 + 130 * kill);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  writing = false;
  await writer;
  const child = startProcess(url);
  await bench.settled(120_000);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expectAllEqualToFold();
}, 180_000);

it('two projectors at once do the work of one', async () => {
  const { store, url, world } = bench;
  const pools = [openPool(url), openPool(url)];
  const both = pools.map((pool) => new Projector({ pool, store, log: SILENT, againMs: 10 }));
  for (const projector of both) projector.start();
  for (let index = 0; index < 20; index += 1) await world.handled(`issue-${index}`);
  await bench.settled();
  // One goes; what it held is taken up by the other.
  await both[0]!.stop();
  for (let index = 20; index < 30; index += 1) await world.handled(`issue-${index}`);
  await bench.settled();
  await expectAllEqualToFold();
  await both[1]!.stop();
  for (const pool of pools) await pool.end();
}, 60_000);
