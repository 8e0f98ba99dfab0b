import { buildBeside, compareBeside, compareWithFold, dropCopies, projectionHealth, rebuild, switchOver, undoSwitch, type ProjectionHealth, type RebuildParts } from '#projections/postgres';
import { BreakingPool } from './breaking-pool.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeEach(async () => { bench = await openBench(); });
afterEach(() => bench.close());

const BY = 'test';

async function healthOf(name: string): Promise<ProjectionHealth> {
  return (await projectionHealth(bench.pool)).find((one) => one.name === name)!;
}

async function expectEqualToFold(name: string): Promise<void> {
  expect((await compareWithFold(bench, name)).differences).toEqual([]);
}

async function forge(table = 'cadre'): Promise<void> {
  await bench.pool.query(`update read.${table} set name = 'forged' where cadre = 'li'`);
}

async function isForged(): Promise<boolean> {
  return (await bench.pool.query(`select 1 from read.cadre where name = 'forged'`)).rowCount === 1;
}

async function tablesBeside(): Promise<readonly string[]> {
  const { rows } = await bench.pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'read' and tablename ~ '_(next|before|check)$' order by 1`);
  return rows.map(({ name }) => name);
}

it('is built, compared and switched in steps, each told to whoever asks', async () => {
  await bench.settled();
  await forge();
  expect(await buildBeside(bench, 'cadre', BY)).toEqual({ events: await bench.store.lastPosition(), rows: 3 });
  expect(await isForged()).toBe(true);
  expect(await healthOf('cadre')).toMatchObject({ before: null, next: { stage: 'ready', by: BY, version: 2, position: await bench.store.lastPosition(), stop: null } });

  // What is appended between the steps is in both.
  await bench.world.write('cadre/zhou', { type: 'CadreRegistered', at: bench.world.now, by: { kind: 'operator', operator: 'test' }, data: { cadre: 'zhou', name: 'Zhou' } });
  await bench.settled();
  expect(await compareBeside(bench, 'cadre')).toEqual({
    position: await bench.store.lastPosition(), versions: { live: 2, beside: 2 }, tables: [{ table: 'cadre', live: 4, beside: 4, rows: 1, keys: ['li'] }, { table: 'cadre_past', live: 3, beside: 3, rows: 0, keys: [] }],
  });
  expect(await isForged()).toBe(true);

  expect(await switchOver(bench, 'cadre', BY)).toBe(await bench.store.lastPosition());
  expect(await isForged()).toBe(false);
  expect(await healthOf('cadre')).toMatchObject({ next: null, before: { stage: 'ready', by: BY } });
  await expectEqualToFold('cadre');
});

it('goes back to the one before with all that came since, and forth again', async () => {
  const { world } = bench;
  await bench.settled();
  await forge();
  await rebuild(bench, 'cadre', BY);
  await world.write('cadre/zhou', { type: 'CadreRegistered', at: world.now, by: { kind: 'operator', operator: 'test' }, data: { cadre: 'zhou', name: 'Zhou' } });
  await bench.settled();
  const before = (await healthOf('cadre')).position;

  expect(await undoSwitch(bench, 'cadre', BY)).toBeGreaterThanOrEqual(before);
  expect(await isForged()).toBe(true);
  expect([...await bench.models.cadreNames(['zhou'])]).toEqual([['zhou', 'Zhou']]);
  await expect(undoSwitch(bench, 'cadre', BY)).rejects.toMatchObject({ code: 'undo-nothing-kept' });
  // It is the live one again: it goes on.
  await world.write('cadre/zhou', { type: 'CadreRenamed', at: world.now, by: { kind: 'operator', operator: 'test' }, data: { cadre: 'zhou', name: 'Zhou Two' } });
  await bench.settled();
  expect([...await bench.models.cadreNames(['zhou'])]).toEqual([['zhou', 'Zhou Two']]);

  await switchOver(bench, 'cadre', BY);
  expect(await isForged()).toBe(false);
  await expectEqualToFold('cadre');
});

it('refuses each step that has nothing to go on, and says what to do', async () => {
  await bench.settled();
  await expect(compareBeside(bench, 'unit')).rejects.toMatchObject({ code: 'nothing-beside' });
  await expect(switchOver(bench, 'unit', BY)).rejects.toMatchObject({ code: 'nothing-beside' });
  await expect(undoSwitch(bench, 'unit', BY)).rejects.toMatchObject({ code: 'undo-nothing-kept' });

  await buildBeside(bench, 'unit', BY);
  await bench.pool.query(`update read.rebuild set version = 0 where name = 'unit'`);
  await expect(switchOver(bench, 'unit', BY)).rejects.toMatchObject({ code: 'beside-other-version', params: { version: 0 } });
  await bench.pool.query(`update read.rebuild set stage = 'fold', position = 0 where name = 'unit'`);
  await bench.pool.query(`update read.rebuild set version = 2 where name = 'unit'`);
  await expect(switchOver(bench, 'unit', BY)).rejects.toMatchObject({ code: 'beside-unfinished' });

  await rebuild(bench, 'unit', BY);
  await bench.pool.query(`update read.rebuild set version = 0 where name = 'unit' and copy = 'before'`);
  await expect(undoSwitch(bench, 'unit', BY)).rejects.toMatchObject({ code: 'undo-other-version', params: { version: 0, known: 2 } });
});

it('drops what is kept beside, after which there is nothing to go back to', async () => {
  await bench.settled();
  await rebuild(bench, 'ledger', BY);
  await buildBeside(bench, 'ledger', BY);
  expect(await tablesBeside()).toEqual(expect.arrayContaining(['ledger_before', 'ledger_next']));
  await dropCopies(bench, 'ledger');
  expect(await tablesBeside()).toEqual([]);
  await expect(undoSwitch(bench, 'ledger', BY)).rejects.toMatchObject({ code: 'undo-nothing-kept' });
});

it('an older version is compared by the columns that both have, and kept though its tables are others', async () => {
  const { pool } = bench;
  await bench.settled();
  // As an older product might have left it, which nobody follows any more.
  await pool.query(`alter table read.roster drop column "to"`);
  await buildBeside(bench, 'roster', BY);
  await pool.query(`update read.checkpoint set version = 0 where name = 'roster'`);
  expect(await compareBeside(bench, 'roster')).toMatchObject({ versions: { live: 0, beside: 2 }, tables: [{ table: 'roster', live: 1, beside: 1, rows: 0 }, { table: 'roster_past', rows: 0 }] });
  await pool.query(`drop table read.roster`);
  expect(await compareBeside(bench, 'roster')).toMatchObject({ tables: [{ table: 'roster', live: null, beside: 1, rows: 1 }, { table: 'roster_past', rows: 0 }] });
  await switchOver(bench, 'roster', BY);
  await expectEqualToFold('roster');
});

it('of two operators at once one switches, and one goes back', async () => {
  await bench.settled();
  await buildBeside(bench, 'cadre', BY);
  const switched = await Promise.allSettled([switchOver(bench, 'cadre', 'one'), switchOver(bench, 'cadre', 'two')]);
  expect(switched.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(switched.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'nothing-beside' } });
  const undone = await Promise.allSettled([undoSwitch(bench, 'cadre', 'one'), undoSwitch(bench, 'cadre', 'two')]);
  expect(undone.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'undo-nothing-kept' } });
  await expectEqualToFold('cadre');
});

it('a verification leaves a rebuild that waits to be switched alone', async () => {
  await bench.settled();
  await buildBeside(bench, 'ledger', BY);
  await Promise.all([compareWithFold(bench, 'ledger'), compareBeside(bench, 'ledger')]);
  expect((await tablesBeside()).filter((name) => name.endsWith('_check'))).toEqual([]);
  await switchOver(bench, 'ledger', BY);
  await expectEqualToFold('ledger');
});

it('live goes on through every step, and nothing of any of them is lost', async () => {
  const { world } = bench;
  const writing = (async () => { for (let index = 0; index < 25; index += 1) await world.handled(`meanwhile-${index}`); })();
  await buildBeside(bench, 'ledger', BY);
  const { tables } = await compareBeside(bench, 'ledger');
  expect(tables.map(({ rows }) => rows)).toEqual(tables.map(() => 0));
  await switchOver(bench, 'ledger', BY);
  await undoSwitch(bench, 'ledger', BY);
  await switchOver(bench, 'ledger', BY);
  await writing;
  await bench.settled();
  await expectEqualToFold('ledger');
});

const OPERATIONS: Readonly<Record<string, (parts: RebuildParts) => Promise<unknown>>> = {
  beside: (parts) => buildBeside(parts, 'ledger', BY),
  compare: (parts) => compareBeside(parts, 'ledger'),
  switch: (parts) => switchOver(parts, 'ledger', BY),
  undo: (parts) => undoSwitch(parts, 'ledger', BY),
  rebuild: (parts) => rebuild(parts, 'ledger', BY),
};

it.each(Object.keys(OPERATIONS))('%s, killed before any one statement, leaves a whole live one, and can be begun again', async (operation) => {
  const { world, store, url } = bench;
  await world.handled('first');
  await bench.settled();
  await rebuild(bench, 'ledger', BY);
  await buildBeside(bench, 'ledger', BY);
  let killed = 0;
  // Each eighth statement, from another one for each operation: together they meet all kinds.
  for (let statement = 1 + operation.length, broke = true; broke; statement += 8) {
    await world.report(`issue-${statement}`);
    const breaking = new BreakingPool(url, statement);
    const outcome = await OPERATIONS[operation]!({ pool: breaking, store }).then(() => 'done', (error: unknown) => String(error));
    broke = breaking.broke;
    killed += outcome === 'done' ? 0 : 1;
    await breaking.end();
    await bench.settled();
    await expectEqualToFold('ledger');
    if ((await healthOf('ledger')).next?.stage !== 'ready') await buildBeside(bench, 'ledger', BY);
    if (operation === 'undo' && (await healthOf('ledger')).before === null) await rebuild(bench, 'ledger', BY);
  }
  expect(killed).toBeGreaterThan(1);
  await expectEqualToFold('ledger');
  await rebuild(bench, 'ledger', BY);
  await expectEqualToFold('ledger');
}, 90_000);
