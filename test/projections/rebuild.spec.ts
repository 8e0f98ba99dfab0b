import fc from 'fast-check';
import { ledgerProjection } from '#projections';
import { compareWithFold, prepareReadModels, PROJECTION_NAMES, projectionHealth, rebuild } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';
import { live, type Act } from './random-history.js';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.close());

const STATUSES = ['answered', 'closed', 'dispatched', 'handling', 'registered', 'reported', 'returned', 'withdrawn'];

const histories = fc.array(fc.record<Act>({ issue: fc.nat(4), act: fc.nat(23), waitMinutes: fc.constantFrom(0, 1, 90, 2_000, 9_000), settle: fc.boolean() }), { minLength: 20, maxLength: 60 });

async function expectEqualToFold(name: string): Promise<void> {
  const { position, differences } = await compareWithFold(bench, name);
  expect(differences).toEqual([]);
  expect(position).toBe(await bench.store.lastPosition());
}

/** The kept counts and the board against a count of the ledger itself. */
async function expectCountsTrue(): Promise<void> {
  const { rows } = await bench.pool.query(`
    with open as (select l.*, seen.unit as seer from read.ledger l cross join lateral unnest(array['*'] || l.path) as seen(unit) where l.stage <> 'ended'),
    counted as (
      select seer as unit, 'stage' as facet, stage as value, count(*) as n from open group by 1, 3 union all
      select seer, 'level', level, count(*) from open group by 1, 3 union all
      select seer, 'supervised', 'true', count(*) from open where supervised group by 1 union all
      select seer, 'due', left(due_at, 13), count(*) from open where due_at is not null group by 1, 3)
    (select unit, facet, value, n from counted except select * from read.board_count) union all
    (select * from read.board_count except select unit, facet, value, n from counted)`);
  expect(rows).toEqual([]);
  const { rows: entries } = await bench.pool.query(`
    with wanted as (select seen.unit, coalesce(l.due_at, '~') as due_at, l.issue_id, l.stage, l.level
      from read.ledger l cross join lateral unnest(array['*'] || l.path) as seen(unit) where l.stage <> 'ended')
    (select * from wanted except select * from read.board) union all (select * from read.board except select * from wanted)`);
  expect(entries).toEqual([]);
}

it('live equals the fold of the log row for row, and so does what a rebuild puts in its place', async () => {
  let run = 0;
  const statuses = new Set<string>();
  await fc.assert(fc.asyncProperty(histories, async (acts) => {
    await live(bench, `run${run += 1}`, acts);
    await bench.settled();
    const { rows } = await bench.pool.query<{ status: string }>('select distinct status from read.ledger');
    for (const { status } of rows) statuses.add(status);
    await expectCountsTrue();
    await expectEqualToFold('ledger');
    await rebuild(bench, 'ledger', 'test');
    await expectCountsTrue();
    await expectEqualToFold('ledger');
  }), { numRuns: 8, seed: 20_261_012 });
  // The comparison meant something: history went everywhere.
  expect([...statuses].sort()).toEqual(STATUSES);
  for (const name of PROJECTION_NAMES) {
    await expectEqualToFold(name);
    await rebuild(bench, name, 'test');
    await expectEqualToFold(name);
  }
}, 120_000);

it('a comparison finds a row that was changed, one that is missing and one too many', async () => {
  await bench.pool.query(`update read.cadre set name = 'forged' where cadre = 'li'`);
  await bench.pool.query(`delete from read.cadre where cadre = 'chen'`);
  await bench.pool.query(`insert into read.cadre values ('ghost', 'Ghost', '[]', 1)`);
  expect((await compareWithFold(bench, 'cadre')).differences).toEqual([{ table: 'cadre', rows: 3, keys: ['chen', 'ghost', 'li'] }]);
  await rebuild(bench, 'cadre', 'test');
  await expectEqualToFold('cadre');
});

it('live goes on while a rebuild runs, and nothing of either is lost', async () => {
  const { world } = bench;
  const stages = new Set<string>();
  const writing = (async () => { for (let index = 0; index < 60; index += 1) await world.handled(`meanwhile-${index}`); })();
  for (let round = 0; round < 3; round += 1) await rebuild(bench, 'ledger', 'test', ({ stage }) => stages.add(stage));
  await writing;
  await bench.settled();
  expect([...stages]).toEqual(['fold', 'copy', 'index', 'finish']);
  await expectEqualToFold('ledger');
  await expectCountsTrue();
});

it('an index has the same name after a rebuild, and none is lost', async () => {
  const indexes = async (): Promise<string[]> => (await bench.pool.query<{ name: string }>(`select indexname as name from pg_indexes where schemaname = 'read' order by 1`)).rows.map(({ name }) => name);
  const before = await indexes();
  for (const name of PROJECTION_NAMES) await rebuild(bench, name, 'test');
  expect(await indexes()).toEqual(before);
});

it('two rebuilds of one read model do not run at once', async () => {
  const other = await bench.pool.connect();
  try {
    await other.query(`select pg_advisory_lock(hashtextextended('minqing/read/rebuild/ledger', 0))`);
    await expect(rebuild(bench, 'ledger', 'test')).rejects.toMatchObject({ code: 'rebuild-running', transient: true });
  } finally {
    other.release(true);
  }
  const both = await Promise.all([rebuild(bench, 'ledger', 'test'), rebuild(bench, 'ledger', 'test')]);
  expect(both[0]).toEqual(both[1]);
});

it('an unknown read model is a fault that names the known ones', async () => {
  await expect(rebuild(bench, 'nothing', 'test')).rejects.toMatchObject({ code: 'projection-unknown', message: expect.stringContaining('ledger') });
});

it('a read model of an older version is rebuilt by the projector that knows a newer one', async () => {
  await bench.pool.query(`update read.checkpoint set version = 0 where name = 'ledger'`);
  await bench.pool.query(`update read.ledger set title = 'of an older meaning'`);
  // The follower sees that its checkpoint has changed with the next event, and begins anew.
  await bench.world.report('after-upgrade');
  await bench.settled();
  const health = await projectionHealth(bench.pool);
  expect(health.find(({ name }) => name === 'ledger')?.version).toBe(ledgerProjection.version);
  await expectEqualToFold('ledger');
});

it('preparing twice changes nothing', async () => {
  const before = await projectionHealth(bench.pool);
  await Promise.all([prepareReadModels(bench.pool), prepareReadModels(bench.pool)]);
  expect(await projectionHealth(bench.pool)).toEqual(before);
});
