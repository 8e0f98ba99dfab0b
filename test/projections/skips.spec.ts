import { buildBeside, compareBeside, compareWithFold, openStops, projectionHealth, rebuild, switchOver, undoSwitch, type ProjectionHealth } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';
import { event } from './world.js';

let bench: Bench;
beforeEach(async () => { bench = await openBench(); });
afterEach(() => bench.close());

const ACT = { by: 'operator:test', reason: 'the report was lost in the move' };

async function healthOf(name: string): Promise<ProjectionHealth> {
  return (await projectionHealth(bench.pool)).find((one) => one.name === name)!;
}

async function until(condition: (health: ProjectionHealth) => boolean, name = 'ledger'): Promise<ProjectionHealth> {
  for (let tries = 0; tries < 400; tries += 1) {
    const health = await healthOf(name);
    if (condition(health)) return health;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  throw new Error('the condition did not come true');
}

/** The end of a matter that never began; where it is. */
async function poison(issueId = 'broken'): Promise<number> {
  await bench.world.write(`issue/${issueId}`, event('IssueClosed', { ground: 'declined', note: 'of nothing' }));
  return await bench.store.lastPosition();
}

async function skip(position: number, name = 'ledger'): Promise<void> {
  const stops = openStops(bench.pool);
  await stops.pass(await stops.find(name, position), ACT);
}

it('goes on behind a skipped event with a scar, and equals the fold without it', async () => {
  const { world, models } = bench;
  const position = await poison();
  await world.report('after');
  await until(({ poison: stopped }) => stopped?.code === 'event-out-of-place');
  await skip(position);
  await bench.settled();
  expect((await models.ledger({}, 'everything', world.now)).rows.map(({ issueId }) => issueId)).toEqual(['after']);
  expect((await healthOf('ledger')).skipped).toMatchObject([{ position, eventType: 'IssueClosed', code: 'event-out-of-place', ...ACT }]);
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
});

it('is skipped at that very position alone, by one of many at once, and each stop by itself', async () => {
  const { pool } = bench;
  const first = await poison('first');
  const second = await poison('second');
  await until(({ poison: stopped }) => stopped?.position === first);
  for (const elsewhere of [first - 1, first + 1, second]) await expect(skip(elsewhere)).rejects.toMatchObject({ code: 'skip-not-stopped' });
  await expect(skip(first, 'unit')).rejects.toMatchObject({ code: 'skip-not-stopped' });
  const stops = openStops(pool);
  const stop = await stops.find('ledger', first);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => stops.pass(stop, ACT)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await until(({ poison: stopped }) => stopped?.position === second);
  await skip(second);
  await bench.settled();
  expect((await healthOf('ledger')).skipped.map(({ position }) => position)).toEqual([first, second]);
});

it('is tried again by a rebuild: still bad, it stops the rebuild and leaves the live one; skipped there, the rebuild goes through', async () => {
  const { world } = bench;
  await world.report('before');
  const position = await poison();
  await until(({ poison: stopped }) => stopped !== null);
  await skip(position);
  await world.report('after');
  await bench.settled();

  await expect(rebuild(bench, 'ledger', 'test')).rejects.toMatchObject({ code: 'rebuild-stopped', params: { name: 'ledger', position, type: 'IssueClosed', reason: 'event-out-of-place' } });
  const { next, skipped, poison: none } = await healthOf('ledger');
  expect([next?.stage, next?.stop?.position, skipped.length, none]).toEqual(['stopped', position, 1, null]);
  await world.report('meanwhile');
  await bench.settled();
  await expect(switchOver(bench, 'ledger', 'test')).rejects.toMatchObject({ code: 'beside-unfinished' });

  await skip(position);
  await buildBeside(bench, 'ledger', 'test');
  expect((await compareBeside(bench, 'ledger')).tables.filter(({ rows }) => rows > 0)).toEqual([]);
  await switchOver(bench, 'ledger', 'test');
  expect((await healthOf('ledger')).skipped.map((one) => one.position)).toEqual([position]);
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
});

it('heals with a rebuild that can take the event, and the scar comes back with what is undone', async () => {
  const { world, models, pool } = bench;
  // What the live table does not take, the next one does.
  await pool.query(`alter table read.household add check (address <> 'odd')`);
  await world.write('household/n1', event('HouseholdRegistered', { household: 'n1', unit: 'east', address: 'odd', careGroups: [], residents: [] }));
  const position = await bench.store.lastPosition();
  expect((await until(({ poison: stopped }) => stopped !== null, 'household')).poison).toMatchObject({ position, code: 'sqlstate-23514', error: 'sqlstate-23514' });
  await skip(position, 'household');
  await bench.settled();
  expect((await models.households({}, 'everything')).rows.map(({ household }) => household)).not.toContain('n1');

  await rebuild(bench, 'household', 'test');
  expect((await healthOf('household')).skipped).toEqual([]);
  expect((await models.households({}, 'everything')).rows.find(({ household: one }) => one === 'n1')).toMatchObject({ address: 'odd' });
  await undoSwitch(bench, 'household', 'test');
  expect((await healthOf('household')).skipped.map((one) => one.position)).toEqual([position]);
  await switchOver(bench, 'household', 'test');
  expect((await healthOf('household')).skipped).toEqual([]);
});

it('a value that the database refuses at the end of a rebuild is found in its event, not only in its row', async () => {
  const { world } = bench;
  await bench.settled();
  await world.write('household/n1', event('HouseholdRegistered', { household: 'n1', unit: 'east', address: 'a\0b', careGroups: [], residents: [] }));
  const position = await bench.store.lastPosition();
  await world.report('behind it');
  await expect(buildBeside(bench, 'household', 'test')).rejects.toMatchObject({ code: 'rebuild-stopped', params: { position, reason: 'sqlstate-22P05' } });
});

it('holds up the rebuild that a newer version asks for, which nobody waits for, until it is skipped there', async () => {
  const { world, pool, models } = bench;
  const position = await poison();
  await until(({ poison: stopped }) => stopped !== null);
  await skip(position);
  await bench.settled();
  await pool.query(`update read.checkpoint set version = 0 where name = 'ledger'`);
  await world.report('after-upgrade');
  await until(({ next }) => next?.stop?.position === position);
  expect(await models.waitFor(await bench.store.lastPosition(), 60_000)).toBe(false);

  await skip(position);
  await bench.settled();
  const { version, skipped } = await until((health) => health.version > 0);
  expect([version > 0, skipped.map((one) => one.position)]).toEqual([true, [position]]);
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
});

it('a copy that an event stops on its way to the live one is skipped and goes on from there', async () => {
  const { world } = bench;
  await bench.settled();
  await buildBeside(bench, 'ledger', 'test');
  const position = await poison();
  await until(({ poison: stopped }) => stopped !== null);
  await skip(position);
  await world.report('after');
  await bench.settled();
  await expect(switchOver(bench, 'ledger', 'test')).rejects.toMatchObject({ code: 'rebuild-stopped', params: { position } });
  await skip(position);
  await switchOver(bench, 'ledger', 'test');
  expect((await healthOf('ledger')).skipped.map((one) => one.position)).toEqual([position]);
  expect((await compareWithFold(bench, 'ledger')).differences).toEqual([]);
});
