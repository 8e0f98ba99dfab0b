import fc from 'fast-check';
import { standpoint, type StandpointPorts } from '#application';
import { LogCopy, type RecordedEvent } from '#event-store';
import type { Scope, Views } from '#projections';
import { compareWithFold, PROJECTION_NAMES, rebuild } from '#projections/postgres';
import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';
import { live, type Act } from './random-history.js';
import { event } from './world.js';

/** The whole record, and a second product that is filled with a part of it. */
let whole: Bench;
let part: Bench;
let copy: LogCopy;
let events: readonly RecordedEvent[];

const acts = fc.record<Act>({ issue: fc.nat(4), act: fc.nat(23), waitMinutes: fc.constantFrom(0, 1, 90, 2_000, 9_000), settle: fc.boolean() });
const [history] = fc.sample(fc.array(acts, { minLength: 90, maxLength: 90 }), { numRuns: 1, seed: 20_261_127 });

beforeAll(async () => {
  [whole, part] = [await openBench(), await openBench({ founded: false })];
  copy = new LogCopy(whole.store, part.store);
  await live(whole, 'before', history!.slice(0, 50));
  await changeTheOrganisation(whole);
  await live(whole, 'after', history!.slice(50));
  await whole.settled();
  events = await readAll();
}, 60_000);
afterAll(async () => {
  await part.close();
  await whole.close();
});

async function changeTheOrganisation({ world }: Bench): Promise<void> {
  await world.write('unit/east', event('UnitRenamed', { code: 'east', name: 'Unit east, as it is called since' }));
  await world.write('cadre/chen', event('CadreRenamed', { cadre: 'chen', name: 'Cadre chen-wang' }));
  await world.write('cadre/chen', event('PostLeft', { cadre: 'chen', post: 'chen-post', to: '2026-10-20' }));
  await world.write('household/h1', event('HouseholdChanged', { household: 'h1', unit: 'west', address: '2 West Lane', careGroups: [], residents: [] }));
  await world.write('roster/r1', event('RosterUnlinked', { link: 'r1', to: '2026-10-20' }));
}

async function readAll(): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (let page = await whole.store.readAll({ after: 0 }); page.length > 0; page = await whole.store.readAll({ after: all.length })) all.push(...page);
  return all;
}

const SCOPES: readonly Scope[] = ['everything', { within: ['street'] }, { within: ['east', 'far'] }, { within: [] }];
const DAY = '2026-10-15';

/** Every question, in each scope, with the filters that speak of what changes. */
function questions(views: Views, now: string): readonly (() => Promise<unknown>)[] {
  const scoped = SCOPES.flatMap((scope) => [
    () => views.ledger({ limit: 200 }, scope, now),
    () => views.ledger({ stage: 'handling', unit: 'street' }, scope, now),
    () => views.ledger({ overdue: 'true' }, scope, now),
    () => views.ledger({ urged: 'true', told: 'urge' }, scope, now),
    () => views.ledger({ mine: 'true' }, scope, now, { cadre: 'li', unit: 'street', role: 'unit-head' }),
    () => views.board({ mine: 'true' }, scope, now, { cadre: 'wu', unit: 'district', role: 'supervisor' }),
    () => views.ledger({ responsible: 'chen', q: 'issue' }, scope, now),
    () => views.board({}, scope, now),
    () => views.board({ unit: 'street', overdue: 'true', limit: 2 }, scope, now),
    () => views.board({ goingUp: 'true' }, scope, now),
    () => views.figures({ by: 'unit', from: '2026-10-01', to: '2030-01-01' }, scope, now),
    () => views.figures({ by: 'cadre', unit: 'street', from: '2026-10-01', to: '2026-11-01' }, scope, now),
    () => views.issue('before-1', scope, now),
    () => views.cadres(scope, DAY),
    () => views.households({}, scope),
    () => views.households({ unit: 'west', limit: 1 }, scope, { communities: ['east'], households: ['h1'] }),
    () => views.roster({}, scope, DAY),
    () => views.topics(scope),
    () => views.trail({ limit: 200 }, scope),
    () => views.trail({ issue: 'before-2', order: 'oldest' }, scope),
  ]);
  return [...scoped, () => views.units(), () => views.postsOf('chen', DAY), () => views.cadreNames(['chen', 'li', 'nobody'])];
}

/** A cursor belongs to its moment: that there is one more page is the same, its mark is not. */
function withoutMark(answer: unknown): unknown {
  return answer !== null && typeof answer === 'object' && 'next' in answer ? { ...answer, next: answer.next !== null } : answer;
}

const answersOf = async (views: Views, now: string): Promise<unknown[]> => {
  const answers: unknown[] = [];
  for (const ask of questions(views, now)) answers.push(withoutMark(await ask()));
  return answers;
};

/** Where a command's events end. */
const ends = (): readonly number[] => events.filter((_, index) => (events[index + 1]?.index ?? 0) === 0).map(({ position }) => position);
const ports = (now = '2040-01-01T00:00:00.000Z'): StandpointPorts => ({ store: whole.store, readModels: whole.models, now: () => now });

it('every question is answered as a product would answer it that knows the record up to there and no more', async () => {
  const positions = fc.sample(fc.shuffledSubarray([...ends()], { minLength: 8, maxLength: 8 }), { numRuns: 1, seed: 4 })[0]!.sort((one, other) => one - other);
  const statuses = new Set<string>();
  let copied = 0;
  for (const position of [...positions, events.length]) {
    await copy.copy(copied, position, () => undefined);
    copied = position;
    await part.settled();
    const now = events[position - 1]!.at;
    const then = await answersOf(whole.models.asOf(position), now);
    expect(then).toEqual(await answersOf(part.models, now));
    for (const row of (then[0] as api.LedgerPage).rows) statuses.add(row.status);
  }
  // It meant something: issues stood at many points of their lives, and not as they stand now.
  expect(statuses.size).toBeGreaterThan(5);
  expect(await answersOf(whole.models.asOf(positions[0]!), events.at(-1)!.at)).not.toEqual(await answersOf(whole.models, events.at(-1)!.at));
}, 120_000);

it('rebuilding makes the same past, and a forged one is found', async () => {
  const middle = ends()[Math.floor(ends().length / 2)]!;
  const now = events[middle - 1]!.at;
  const before = await answersOf(whole.models.asOf(middle), now);
  for (const name of PROJECTION_NAMES) {
    expect(await compareWithFold(whole, name)).toMatchObject({ differences: [] });
    await rebuild(whole, name, 'test');
  }
  expect(await answersOf(whole.models.asOf(middle), now)).toEqual(before);
  await whole.pool.query(`update read.ledger_past set stage = 'ended' where issue_id = 'before-1'`);
  expect((await compareWithFold(whole, 'ledger')).differences.map(({ table }) => table)).toEqual(['ledger_past']);
  await rebuild(whole, 'ledger', 'test');
});

describe('a moment', () => {
  it('is the last event that was recorded at or before an instant, to the millisecond', async () => {
    const instants = [...new Set(events.map(({ recordedAt }) => recordedAt))];
    for (const instant of [instants[0]!, instants[Math.floor(instants.length / 2)]!, instants.at(-1)!]) {
      const later = events.findIndex(({ recordedAt }) => recordedAt > instant);
      const { asOf } = await standpoint(ports(), instant);
      expect(asOf).toEqual({ position: later === -1 ? events.length : later, at: instant });
      const justBefore = new Date(Date.parse(instant) - 1).toISOString();
      expect((await standpoint(ports(), justBefore)).asOf?.position).toBeLessThan(asOf!.position);
    }
  });

  it('is before the first event of those that were recorded later, though others after it were recorded earlier', async () => {
    const shuffled = { ...whole.models, standing: async () => ({ position: 100, stoppedAt: null, ofOtherVersion: false }), waitFor: async () => true, asOf: () => whole.models, recordedAfter: async () => ({ position: 7, readTo: 100 }) } as unknown as StandpointPorts['readModels'];
    expect((await standpoint({ ...ports(), readModels: shuffled }, '2026-01-01T00:00:00.000Z')).asOf).toMatchObject({ position: 6 - (events[6]!.index) });
    // The read model itself finds it by position, whatever the moments around it are.
    await whole.pool.query(`update read.trail set recorded_at = '2999-01-01T00:00:00.000Z' where position = 5`);
    expect(await whole.models.recordedAfter(events.at(-1)!.recordedAt)).toMatchObject({ position: 5 });
    await rebuild(whole, 'trail', 'test');
  });

  it('inside a command is the end of the one before: its events were never there in part', async () => {
    const inside = events.find(({ index }) => index === 1)!;
    const { asOf } = await standpoint(ports(), String(inside.position - 1));
    expect(asOf).toEqual({ position: inside.position - 2, at: events[inside.position - 3]!.recordedAt });
  });

  it('is judged as of itself: late is what was due before it', async () => {
    const { readModels, now } = await standpoint(ports(), String(events.length));
    expect(now()).toBe(events.at(-1)!.recordedAt);
    const late = await readModels.ledger({ overdue: 'true', limit: 200 }, 'everything', now());
    expect(late.rows.every(({ due }) => due!.dueAt < now())).toBe(true);
  });

  it('before everything knows of nothing', async () => {
    const { readModels, now, asOf } = await standpoint(ports(), '1999-12-31T00:00:00.000Z');
    expect(asOf).toEqual({ position: 0, at: '1999-12-31T00:00:00.000Z' });
    expect(await readModels.ledger({}, 'everything', now())).toEqual({ rows: [], next: null, position: 0 });
    expect(await readModels.units()).toEqual([]);
    expect((await standpoint(ports(), '0')).asOf).toEqual({ position: 0, at: '1970-01-01T00:00:00.000Z' });
  });

  it.each([['2026-13-01T00:00:00.000Z', 'bad-as-of'], ['2026-02-30T00:00:00.000Z', 'bad-as-of'], ['yesterday', 'bad-as-of'], ['-1', 'bad-as-of'], ['2039-01-01T00:00:00.000Z', 'as-of-not-yet'], ['999999999', 'as-of-not-yet']])('%s is none: %s', async (asked, code) => {
    await expect(standpoint(ports('2038-01-01T00:00:00.000Z'), asked)).rejects.toMatchObject({ code });
  });
});

it('pages as of a moment stay one list while new events arrive, and belong to that moment alone', async () => {
  const position = ends()[Math.floor(ends().length * 0.8)]!;
  const now = events[position - 1]!.at;
  const views = whole.models.asOf(position);
  const all = await views.ledger({ limit: 200 }, 'everything', now);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.ledger({ limit: 3, ...(cursor === undefined ? {} : { cursor }) }, 'everything', now);
    seen.push(...page.rows.map(({ issueId }) => issueId));
    cursor = page.next ?? undefined;
    await whole.world.report(`meanwhile-${seen.length}`, 'east', { heardAt: '2026-10-12T00:00:00.000Z' });
    await whole.world.give(page.rows[0]!.issueId, 'repeat-report', { channel: 'hotline', text: 'again' });
    await whole.settled();
  } while (cursor !== undefined);
  expect(seen).toEqual(all.rows.map(({ issueId }) => issueId));
  const { next } = await views.ledger({ limit: 3 }, 'everything', now);
  await expect(whole.models.ledger({ limit: 3, cursor: next! }, 'everything', now)).rejects.toMatchObject({ code: 'bad-cursor' });
  await expect(whole.models.asOf(position - 1).ledger({ limit: 3, cursor: next! }, 'everything', now)).rejects.toMatchObject({ code: 'bad-cursor' });
});
