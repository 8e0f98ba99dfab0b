import type { KnownIssue } from '#domain';
import type { Scope } from '#projections';
import { compareWithFold, rebuild } from '#projections/postgres';
import { openBench, type Bench } from './bench.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  await world.report('in-east', 'east');
  await world.report('in-west', 'west');
  await world.report('in-far', 'far');
  // Far's matter, held by the street's department: both see it.
  await world.handled('held-by-works', { area: 'far', by: 'street-works' });
  await bench.settled();
});
afterAll(() => bench.close());

const cases: [string, Scope, string | undefined, string[]][] = [
  ['everything', 'everything', undefined, ['held-by-works', 'in-east', 'in-far', 'in-west']],
  ['a unit of everything', 'everything', 'street', ['held-by-works', 'in-east', 'in-west']],
  ['a community sees its own', { within: ['east'] }, undefined, ['in-east']],
  ['a street sees what lies below and what its departments hold', { within: ['street'] }, undefined, ['held-by-works', 'in-east', 'in-west']],
  ['a department sees what it holds', { within: ['street-works'] }, undefined, ['held-by-works']],
  ['the area keeps sight of what others hold', { within: ['far'] }, undefined, ['held-by-works', 'in-far']],
  ['two units apart, without repetition', { within: ['street-works', 'far'] }, undefined, ['held-by-works', 'in-far']],
  ['a unit and one below it are the upper one', { within: ['east', 'street'] }, undefined, ['held-by-works', 'in-east', 'in-west']],
  ['a filter outside of the scope shows what both concern', { within: ['far'] }, 'street', ['held-by-works']],
  ['a filter above the scope shows no more than the scope', { within: ['east'] }, 'city', ['in-east']],
  ['no unit, nothing', { within: [] }, undefined, []],
  ['an unknown unit, nothing', { within: ['nowhere'] }, undefined, []],
];

describe.each(cases)('%s', (_, scope, unit, expected) => {
  const asked = unit === undefined ? {} : { unit };

  it('on the ledger', async () => {
    const { rows } = await bench.models.ledger(asked, scope, bench.world.now);
    expect(rows.map(({ issueId }) => issueId).sort()).toEqual(expected);
  });

  it('on the board, with its counts', async () => {
    const { rows, counts } = await bench.models.board(asked, scope, bench.world.now);
    expect(rows.map(({ issueId }) => issueId).sort()).toEqual(expected);
    expect(counts.open).toBe(expected.length);
    expect(counts.byStage).toEqual({ intake: rows.filter(({ stage }) => stage === 'intake').length, assignment: 0, handling: rows.filter(({ stage }) => stage === 'handling').length, answered: 0, ended: 0 });
    expect(Object.values(counts.byLevel).reduce((sum, n) => sum + n)).toBe(expected.length);
  });

  it('in the figures', async () => {
    const { total } = await bench.models.figures({ by: 'unit', from: '2026-10-01', to: '2026-10-31', ...asked }, scope, bench.world.now);
    expect(total.received).toBe(expected.length);
  });
});

it('one issue is found inside the scope and unknown outside of it', async () => {
  expect((await bench.models.issue('in-east', { within: ['street'] }, bench.world.now))?.path).toEqual(expect.arrayContaining(['east', 'street', 'district', 'city']));
  expect(await bench.models.issue('in-east', { within: ['far'] }, bench.world.now)).toBeUndefined();
  expect(await bench.models.issue('nothing', 'everything', bench.world.now)).toBeUndefined();
});

it.each([
  [undefined, ['far']],
  ['far', ['far']],
  // Far's matter is held by a department of the street: the matter is seen, the department's row is not.
  ['district', ['far']],
  ['street', []],
])('figures of units name none outside of the scope, whatever unit is asked about: %s', async (unit, keys) => {
  const { rows, total } = await bench.models.figures({ by: 'unit', from: '2026-10-01', to: '2026-10-31', ...(unit && { unit }) }, { within: ['far'] }, bench.world.now);
  expect(rows.map(({ key }) => key)).toEqual(keys);
  expect(total.received).toBe(unit === 'street' ? 1 : 2);
});

it('lists cadres, posts and households within the scope', async () => {
  const { models } = bench;
  expect((await models.cadres({ within: ['street'] }, '2026-10-05')).map(({ cadre }) => cadre)).toEqual(['chen', 'li']);
  expect(await models.cadres('everything', '2026-09-30')).toEqual([]);
  expect(await models.postsOf('wu', '2026-10-05')).toEqual([{ cadre: 'wu', name: 'Cadre wu', post: 'wu-post', unit: 'far', unitName: 'Unit far', level: 'community', role: 'cadre' }]);
  expect(await models.cadreNames(['li', 'nobody'])).toEqual(new Map([['li', 'Cadre li']]));
  const doors = async (...asked: Parameters<typeof models.households>) => (await models.households(...asked)).rows.map(({ household }) => household);
  expect(await doors({}, { within: ['street'] })).toEqual(['h1']);
  expect(await doors({}, { within: ['far'] })).toEqual([]);
  // Doors beside the scope: the very unit, or the very household.
  expect(await doors({}, { within: ['far'] }, { communities: ['east'], households: [] })).toEqual(['h1']);
  expect(await doors({}, { within: ['far'] }, { communities: ['street'], households: ['h2'] })).toEqual([]);
  expect(await doors({}, { within: ['far'] }, { communities: [], households: ['h1'] })).toEqual(['h1']);
  expect(await doors({ unit: 'west' }, { within: ['far'] }, { communities: [], households: ['h1'] })).toEqual([]);
  expect(await doors({ unit: 'street' }, 'everything')).toEqual(['h1']);
});

it('tells the topics of the area alone', async () => {
  const { models, world } = bench;
  const register = { scope: 'individual', horizon: 'current', grade: 'general' } as const;
  await world.give('in-east', 'register-issue', { ...register, topic: 'east/own' });
  await world.give('in-far', 'register-issue', { ...register, topic: 'far/own' });
  await bench.settled();
  expect(await models.topics('everything')).toEqual(['east/own', 'far/own', 'housing/leaks']);
  expect(await models.topics({ within: ['street'] })).toEqual(['east/own', 'housing/leaks']);
  expect(await models.topics({ within: ['far'] })).toEqual(['far/own', 'housing/leaks']);
  expect(await models.topics({ within: [] })).toEqual([]);
});

describe('a unit that a matter was taken from', () => {
  const WORKS: Scope = { within: ['street-works'] };
  /** Of the record, when the district had taken it over and the city had not yet. */
  let atTheDistrict: number;

  async function climbs(to: string): Promise<number> {
    const { world, store, settled } = bench;
    while ((await world.state('held-by-works') as KnownIssue).holder.unit !== to) {
      if (!(await world.passNextStep('held-by-works'))) throw new Error(`it never came to ${to}`);
    }
    await settled();
    return store.lastPosition();
  }

  beforeAll(async () => {
    atTheDistrict = await climbs('district');
    await climbs('city');
  });

  it('stays co-responsible and keeps it in sight: on ledger and board, in counts, topics and its own figures', async () => {
    const { models, world } = bench;
    const [ledger, board, topics] = [await models.ledger({}, WORKS, world.now), await models.board({}, WORKS, world.now), await models.topics(WORKS)];
    expect(ledger.rows).toMatchObject([{ issueId: 'held-by-works', unit: 'city', area: 'far' }]);
    expect([board.rows.map(({ issueId }) => issueId), board.counts]).toMatchObject([['held-by-works'], { open: 1, byLevel: { city: 1 } }]);
    expect(topics).toEqual(['housing/leaks']);
    expect((await models.issue('held-by-works', WORKS, world.now))?.path).toEqual(expect.arrayContaining(['far', 'far-street', 'city', 'district', 'street-works', 'street']));
    const { rows, total } = await models.figures({ by: 'unit', from: '2026-10-01', to: '2026-10-31' }, WORKS, world.now);
    expect([total.received, rows.map(({ key, received }) => [key, received])]).toEqual([1, [['street-works', 1]]]);
  });

  it('has it once, where those above it see it for another reason as well', async () => {
    const { rows, counts } = await bench.models.board({}, { within: ['district'] }, bench.world.now);
    expect(rows.filter(({ issueId }) => issueId === 'held-by-works')).toHaveLength(1);
    expect(counts.open).toBe(rows.length);
  });

  it('sees it so as of a moment between, in rows that are no longer so', async () => {
    const then = bench.models.asOf(atTheDistrict);
    expect((await then.ledger({}, WORKS, bench.world.now)).rows).toMatchObject([{ issueId: 'held-by-works', unit: 'district' }]);
    expect((await then.board({}, WORKS, bench.world.now)).counts).toMatchObject({ open: 1, byLevel: { district: 1 } });
  });

  it('in rows that were rebuilt as in those that were followed', async () => {
    expect(await compareWithFold(bench, 'ledger')).toMatchObject({ differences: [] });
    const before = await bench.models.board({}, WORKS, bench.world.now);
    await rebuild(bench, 'ledger', 'test');
    expect(await bench.models.board({}, WORKS, bench.world.now)).toEqual(before);
  });
});
