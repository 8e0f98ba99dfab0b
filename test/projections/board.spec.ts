import { rebuild } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';
import { cadreOf } from './world.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  await world.report('a');
  world.wait(60_000);
  await world.report('b', 'west');
  await world.handled('c');
  await world.report('gone');
  await world.give('gone', 'withdraw-issue', { reason: 'settled' });
  await bench.settled();
});
afterAll(() => bench.close());

function board(query: object, now: string): ReturnType<Bench['models']['board']> {
  return bench.models.board(query, 'everything', now);
}

it('comes by what is due soonest and leaves out what has ended', async () => {
  const { rows } = await board({}, bench.world.now);
  expect(rows.map(({ issueId }) => issueId)).toEqual(['a', 'b', 'c']);
});

it('counts what is late to the millisecond, within the hour as across hours', async () => {
  const { rows: [first] } = await board({}, bench.world.now);
  const due = first!.next!.dueAt;
  const at = async (now: string): Promise<[number, number, boolean]> => {
    const [page, late] = await Promise.all([board({}, now), board({ overdue: 'true' }, now)]);
    expect((await board({ overdue: 'false' }, now)).rows.length + late.rows.length).toBe(page.rows.length);
    return [page.counts.overdue, late.rows.length, page.rows[0]!.overdue];
  };
  expect(await at(due)).toEqual([0, 0, false]);
  expect(await at(due.replace('.000Z', '.001Z'))).toEqual([1, 1, true]);
  expect(await at('2030-01-01T00:00:00.000Z')).toEqual([3, 3, true]);
  expect((await board({ unit: 'west' }, '2030-01-01T00:00:00.000Z')).counts).toMatchObject({ open: 1, overdue: 1 });
});

it('filters by stage and level; the counts stay those of the whole area', async () => {
  const { rows, counts } = await board({ stage: 'handling', level: 'subdistrict' }, bench.world.now);
  expect(rows.map(({ issueId }) => issueId)).toEqual(['c']);
  expect(counts).toMatchObject({ open: 3, byStage: { intake: 2, handling: 1, ended: 0 }, byLevel: { community: 2, subdistrict: 1, district: 0, city: 0 } });
  expect((await board({ level: 'city' }, bench.world.now)).rows).toEqual([]);
});

it('tells what changed behind a position, each row once, with whether it is still open', async () => {
  const { models, store, world } = bench;
  const after = await store.lastPosition();
  expect(await models.boardChanges(after, world.now)).toEqual({ position: after, changed: [] });
  await world.give('a', 'register-issue', { scope: 'individual', horizon: 'current', topic: 'roads', grade: 'general' });
  await world.give('a', 'urge-issue', { note: 'hurry' });
  await world.report('brief', 'far');
  await world.give('brief', 'close-issue', { ground: 'duplicate', note: 'known' });
  await bench.settled();
  const { position, changed } = await models.boardChanges(after, world.now);
  expect(position).toBe(await store.lastPosition());
  expect(changed.map(({ row, open }) => [row.issueId, row.status, open])).toEqual([['a', 'registered', true], ['brief', 'closed', false]]);
  expect([...changed[1]!.path].sort()).toEqual(['city', 'district', 'far', 'far-street']);
});

it('an issue that climbed to the top is supervised, late, and still on the board', async () => {
  const { models, world } = bench;
  await world.report('top');
  while (await world.passNextStep('top')) { /* the whole ladder */ }
  await bench.settled();
  const found = await models.issue('top', 'everything', world.now);
  expect(found?.row).toMatchObject({ level: 'city', unit: 'city', supervised: true, overdue: true, next: null, escalations: 3 });
  expect((await board({}, world.now)).counts.supervised).toBe(1);
  expect((await models.ledger({ supervised: 'true' }, 'everything', world.now)).rows.map(({ issueId }) => issueId)).toEqual(['top']);
});

it('a closed issue that is opened again comes back with what it was', async () => {
  const { models, world } = bench;
  await world.resolved('again');
  await world.verdict('again', true, true);
  await bench.settled();
  expect((await board({ unit: 'east' }, world.now)).rows.map(({ issueId }) => issueId)).not.toContain('again');
  await world.give('again', 'reopen-issue', { ground: 'supervisor', note: 'look again' }, cadreOf('wu', 'district', 'supervisor'));
  await bench.settled();
  expect((await board({ unit: 'east' }, world.now)).rows.map(({ issueId }) => issueId)).toContain('again');
  expect((await models.issue('again', 'everything', world.now))?.row).toMatchObject({ title: 'Issue again', stage: 'handling', satisfied: true, endedAt: null });
});

it('is read on the same connections after a rebuild has put another table in its place', async () => {
  const before = await board({}, bench.world.now);
  await rebuild(bench, 'ledger', 'test');
  // As often as there are connections that have prepared the question.
  for (let time = 0; time < 12; time += 1) expect(await board({}, bench.world.now)).toEqual(before);
});
