import { openPool } from '#database';
import { compareWithFold, PROJECTION_NAMES, projectionHealth } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeEach(async () => { bench = await openBench(); });
afterEach(() => bench.close());

/** How many transactions have moved the checkpoints to where they stand. */
async function transactions(): Promise<number> {
  const { rows: [found] } = await bench.pool.query<{ n: number }>('select count(distinct xmin::text)::int as n from read.checkpoint');
  return found!.n;
}

async function behind(): Promise<readonly string[]> {
  const last = await bench.store.lastPosition();
  return (await projectionHealth(bench.pool)).filter(({ position }) => position < last).map(({ name }) => name);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; !await condition();) {
    if (performance.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}

it('all read models take a short page in one transaction', async () => {
  await bench.settled();
  await bench.world.report('one');
  await bench.settled();
  expect(await transactions()).toBe(1);
});

it('one that somebody holds keeps none of the others waiting, and joins them again', async () => {
  await bench.settled();
  const pool = openPool(bench.url, { max: 1 });
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query(`select from read.checkpoint where name = 'trail' for update`);
  for (let number = 0; number < 20; number += 1) await bench.world.report(`held-${number}`);
  await until(async () => (await behind()).join() === 'trail');
  await holder.query('commit');
  holder.release();
  await pool.end();
  await bench.settled();
  await bench.world.report('afterwards');
  await bench.settled();
  expect(await transactions()).toBe(1);
  for (const name of PROJECTION_NAMES) expect([name, (await compareWithFold(bench, name)).differences]).toEqual([name, []]);
}, 30_000);

it('those that fell apart under a load that never ends come together under it', async () => {
  let writing = true;
  const writer = (async () => { for (let number = 0; writing; number += 1) await bench.world.handled(`issue-${number}`); })();
  const pool = openPool(bench.url, { max: 1 });
  const holder = await pool.connect();
  for (const name of ['ledger', 'day']) {
    await holder.query('begin');
    await holder.query('select from read.checkpoint where name = $1 for update', [name]);
    await until(async () => (await transactions()) > 1);
    await holder.query('commit');
  }
  await until(async () => (await transactions()) === 1);
  writing = false;
  await writer;
  holder.release();
  await pool.end();
  await bench.settled();
  for (const name of PROJECTION_NAMES) expect([name, (await compareWithFold(bench, name)).differences]).toEqual([name, []]);
}, 60_000);
