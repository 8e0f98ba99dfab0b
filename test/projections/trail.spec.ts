import type { Scope } from '#projections';
import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';
import { cadreOf } from './world.js';

const DAY_MS = 86_400_000;
let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  await world.handled('in-east', { area: 'east' });
  // Far's matter, held by the street's department: both see all of it.
  await world.handled('held-by-works', { area: 'far', by: 'street-works' });
  world.wait(3 * DAY_MS);
  await world.report('in-far', 'far');
  await world.passNextStep('in-east');
  await bench.settled();
});
afterAll(() => bench.close());

async function found(query: api.TrailQuery, scope: Scope = 'everything'): Promise<string[]> {
  const { rows } = await bench.models.trail({ limit: 200, ...query }, scope);
  const log = await bench.store.readAll({ after: 0 });
  return rows.map(({ position, issueId }) => `${issueId ?? ''} ${log[position - 1]!.type}`.trim());
}

const without = (events: readonly string[], ...words: string[]): string[] => events.filter((event) => !words.some((word) => event.includes(word)));

describe('a search finds', () => {
  it('everything, the newest first or the oldest, each event once', async () => {
    const { rows } = await bench.models.trail({ limit: 200 }, 'everything');
    const last = await bench.store.lastPosition();
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: last }, (_, index) => last - index));
    const oldest = await bench.models.trail({ limit: 200, order: 'oldest' }, 'everything');
    expect(oldest.rows).toEqual(rows.toReversed());
    expect(oldest.position).toBe(last);
  });

  it.each<[string, api.TrailQuery, string[]]>([
    ['what', { type: 'IssueReported' }, ['in-far IssueReported', 'held-by-works IssueReported', 'in-east IssueReported']],
    ['who, a person', { cadre: 'chen', type: 'AssignmentSignedFor' }, ['held-by-works AssignmentSignedFor', 'in-east AssignmentSignedFor']],
    ['who, the clock', { by: 'clock' }, ['in-east DeadlineStepPassed']],
    ['who, a kind of actor', { by: 'operator', type: 'RosterLinked' }, ['RosterLinked']],
    ['nobody who is unknown', { cadre: 'nobody' }, []],
    ['one issue by its id', { issue: 'in-far' }, ['in-far DeadlineSet', 'in-far IssueReported']],
    ['what happened from a day on', { happenedFrom: '2026-10-15', type: 'IssueReported' }, ['in-far IssueReported']],
    ['what happened up to a day, that day included', { happenedTo: '2026-10-12', type: 'IssueReported' }, ['held-by-works IssueReported', 'in-east IssueReported']],
    ['nothing that was written down before the record began', { to: '2020-01-01' }, []],
    ['nothing of an unknown version', { ruleVersion: 'other-9' }, []],
  ])('%s', async (_, query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('by the day of writing and the rule version what the record has of them', async () => {
    const { recordedAt, ruleVersion } = (await bench.store.readAll({ after: 0, limit: 1 }))[0]!;
    const day = new Date(Date.parse(recordedAt) + 480 * 60_000).toISOString().slice(0, 10);
    const all = await found({});
    expect(await found({ from: day, ruleVersion })).toEqual(all);
    expect(await found({ happenedFrom: '2026-10-12', happenedTo: '2026-12-31', from: day })).toEqual(all);
  });

  it('one issue by its number', async () => {
    const state = await bench.world.state('in-far');
    if (state.status === 'none') throw new Error('not reported');
    const { rows } = await bench.models.trail({ issue: state.number.toLowerCase() }, 'everything');
    expect(rows.map(({ issueId, number }) => [issueId, number])).toEqual([['in-far', state.number], ['in-far', state.number]]);
    expect((await bench.models.trail({ issue: '20261301-7K3QZ' }, 'everything')).rows).toEqual([]);
  });

  it('nothing outside of the positions that the caller names', async () => {
    const { rows } = await bench.models.trail({ order: 'oldest' }, 'everything', { first: 3, last: 5 });
    expect(rows.map(({ position }) => position)).toEqual([3, 4, 5]);
  });
});

describe('jurisdiction', () => {
  it('shows a matter with its whole past to the area and to the holder of today, and the organisation of the own units', async () => {
    const all = await found({});
    expect(await found({}, { within: ['city'] })).toEqual(all);
    const street = await found({}, { within: ['street'] });
    expect(street.filter((event) => event.startsWith('in-far'))).toEqual([]);
    expect(street.filter((event) => event.startsWith('held-by-works'))).toEqual(all.filter((event) => event.startsWith('held-by-works')));
    expect(without(street, 'in-east', 'held-by-works').sort()).toEqual(['HouseholdRegistered', 'PostTaken', 'PostTaken', 'RosterLinked', 'UnitRegistered', 'UnitRegistered', 'UnitRegistered', 'UnitRegistered']);
    expect(without(await found({}, { within: ['far'] }), 'in-far', 'held-by-works')).toEqual(['PostTaken', 'UnitRegistered']);
    expect(await found({}, { within: [] })).toEqual([]);
    expect(await found({}, { within: ['nowhere'] })).toEqual([]);
  });

  it('shows what names no unit to the whole tree alone', async () => {
    expect(await found({ type: 'CadreRegistered' }, { within: ['district'] })).toEqual([]);
    expect(await found({ type: 'CadreRegistered' }, { within: ['city'] })).toHaveLength(3);
  });

  it('takes a unit as a filter within the own area, and no further', async () => {
    expect(await found({ unit: 'east', type: 'IssueReported' }, { within: ['street'] })).toEqual(['in-east IssueReported']);
    expect(await found({ unit: 'far', type: 'IssueReported' }, { within: ['street'] })).toEqual(['held-by-works IssueReported']);
    expect(await found({ unit: 'far', type: 'UnitRegistered' }, { within: ['street'] })).toEqual([]);
    expect(await found({ unit: 'far', type: 'UnitRegistered' })).toEqual(['UnitRegistered']);
  });
});

describe('paging', () => {
  it.each(['newest', 'oldest'] as const)('%s first: no gap and nothing twice while events are appended', async (order) => {
    const { models, world } = bench;
    const begun = await bench.store.lastPosition();
    const seen: number[] = [];
    for (let cursor: string | null | undefined, page = 0; cursor !== null; page += 1) {
      const found = await models.trail({ order, limit: 7, ...(cursor ? { cursor } : {}) }, { within: ['city'] });
      seen.push(...found.rows.map(({ position }) => position));
      cursor = found.next;
      if (page < 3) {
        await world.report(`${order}-${page}`, 'far', { text: 'meanwhile' });
        await world.give('in-far', 'urge-issue', { note: 'hurry' }, cadreOf('li'));
        await bench.settled();
      }
    }
    const end = order === 'newest' ? begun : await bench.store.lastPosition();
    const all = Array.from({ length: end }, (_, index) => index + 1);
    expect(seen).toEqual(order === 'newest' ? all.toReversed() : all);
  });

  it('takes a cursor with its own filters and scope alone', async () => {
    const { next } = await bench.models.trail({ limit: 2 }, 'everything');
    expect((await bench.models.trail({ limit: 2, cursor: next! }, 'everything')).rows).toHaveLength(2);
    await expect(bench.models.trail({ cursor: next!, by: 'clock' }, 'everything')).rejects.toMatchObject({ code: 'bad-cursor' });
    await expect(bench.models.trail({ cursor: next! }, { within: ['east'] })).rejects.toMatchObject({ code: 'bad-cursor' });
  });
});

it('keeps no word of anyone in its table', async () => {
  const { rows } = await bench.pool.query<{ row: string }>('select row_to_json(t)::text as row from read.trail t');
  expect(rows.length).toBeGreaterThan(50);
  for (const word of ['leaks', 'mend', 'Qian', 'Issue in', 'Zhao', 'Lane', 'Cadre ']) expect(rows.filter(({ row }) => row.includes(word))).toEqual([]);
});
