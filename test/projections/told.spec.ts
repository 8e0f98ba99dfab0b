import type { Role } from '#kernel';
import type { Asker, Views } from '#projections';
import { rebuild } from '#projections/postgres';
import type { api } from '#wire';
import { openBench, type Bench } from './bench.js';
import { cadreOf } from './world.js';

let bench: Bench;
/** Where the record stood before anything was told. */
let quiet: number;

beforeAll(async () => {
  bench = await openBench();
  const { world, store } = bench;
  await world.handled('pressed');
  await world.handled('warned', { area: 'west' });
  await world.report('dispatch-late');
  await world.report('far-late', 'far');
  await bench.settled();
  quiet = await store.lastPosition();
  await world.give('pressed', 'urge-issue', { note: 'hurry' }, cadreOf('wu', 'district', 'supervisor'));
  for (const id of ['dispatch-late', 'dispatch-late', 'far-late']) await world.passNextStep(id);
  await world.passNextStep('warned');
  await bench.settled();
});
afterAll(() => bench.close());

const asker = (role: Role, unit: string, cadre = 'li'): Asker => ({ cadre, unit, role });
const ids = ({ rows }: { readonly rows: readonly api.IssueRow[] }): string[] => rows.map(({ issueId }) => issueId).sort();

async function rowOf(issueId: string): Promise<api.IssueRow> {
  return (await bench.models.issue(issueId, 'everything', bench.world.now))!.row;
}

/** What is theirs: the same on the ledger, on the board and as counted. */
async function mine(who: Asker, views: Views = bench.models): Promise<string[]> {
  const { now } = bench.world;
  const scope = { within: [who.unit] };
  const [ledger, board] = await Promise.all([views.ledger({ mine: 'true', limit: 200 }, scope, now, who), views.board({ mine: 'true', limit: 200 }, scope, now, who)]);
  expect(ids(board)).toEqual(ids(ledger));
  expect(board.counts.mine).toBe(ledger.rows.length);
  return ids(ledger);
}

const MINE: readonly (readonly [Asker, readonly string[]])[] = [
  [asker('supervisor', 'street'), ['dispatch-late']],
  [asker('supervisor', 'city'), ['dispatch-late']],
  [asker('supervisor', 'far-street'), []],
  [asker('dispatcher', 'east'), ['dispatch-late']],
  // The street holds it, and a head of a community is not urged for the street.
  [asker('unit-head', 'east'), ['dispatch-late']],
  [asker('unit-head', 'street'), ['dispatch-late', 'pressed']],
  [asker('unit-head', 'far-street'), ['far-late']],
  [asker('cadre', 'street', 'chen'), ['pressed', 'warned']],
  [asker('cadre', 'street', 'wu'), []],
  [asker('auditor', 'city'), []],
];

it.each(MINE)('for %j it is %j', async (who, expected) => expect(await mine(who)).toEqual(expected));

it('is nobody\'s where nobody asks', async () => {
  const board = await bench.models.board({ mine: 'true' }, 'everything', bench.world.now);
  expect([board.rows, board.counts.mine]).toEqual([[], null]);
});

it('stands in the rows: how often urged and when last, and what was told, with its deadline', async () => {
  const late = await rowOf('dispatch-late');
  expect(late.told).toEqual([{ act: 'due', kind: 'dispatch', at: expect.any(String) }, { act: 'tell-supervisor', kind: 'dispatch', at: expect.any(String) }]);
  expect(late).toMatchObject({ urges: 1, urgedAt: late.told[0]!.at });
  expect(await rowOf('pressed')).toMatchObject({ urges: 1, told: [{ act: 'urge', kind: null }] });
  expect(await rowOf('warned')).toMatchObject({ urges: 0, urgedAt: null, told: [{ act: 'warn', kind: 'handling' }] });
});

it.each<[api.BoardQuery, string[]]>([
  [{ told: 'tell-supervisor' }, ['dispatch-late']], [{ told: 'due' }, ['dispatch-late', 'far-late']], [{ told: 'warn' }, ['warned']], [{ told: 'urge' }, ['pressed']],
  [{ told: 'tell-unit-head' }, []], [{ urged: 'true' }, ['dispatch-late', 'far-late', 'pressed']], [{ urged: 'false' }, ['warned']],
  [{ told: 'due', unit: 'far-street' }, ['far-late']], [{ told: 'due', goingUp: 'true' }, ['dispatch-late']],
])('is filtered by on the board: %j', async (query, expected) => {
  expect(ids(await bench.models.board(query, 'everything', bench.world.now))).toEqual(expected);
});

it('pages the board in its order, also under such a filter', async () => {
  const page = (query: api.BoardQuery) => bench.models.board(query, 'everything', bench.world.now);
  const whole = await page({ urged: 'true' });
  const first = await page({ urged: 'true', limit: 1 });
  const rest = await page({ urged: 'true', cursor: first.next! });
  expect([...first.rows, ...rest.rows]).toEqual(whole.rows);
});

it('was so as of a moment before', async () => {
  const then = bench.models.asOf(quiet);
  for (const [who] of MINE.filter(([{ role }]) => role !== 'cadre')) expect([who, await mine(who, then)]).toEqual([who, []]);
  expect(ids(await then.ledger({ urged: 'true' }, 'everything', bench.world.now))).toEqual([]);
  const since = bench.models.asOf(await bench.store.lastPosition());
  for (const [who, expected] of MINE) expect([who, await mine(who, since)]).toEqual([who, expected]);
});

it('is the same after a rebuild', async () => {
  const before = await Promise.all(['pressed', 'warned', 'dispatch-late', 'far-late'].map(rowOf));
  await rebuild(bench, 'ledger', 'test');
  expect(await Promise.all(['pressed', 'warned', 'dispatch-late', 'far-late'].map(rowOf))).toEqual(before);
});

it('falls away with the deadline and with the answer, and the number of urgings stays', async () => {
  const { world } = bench;
  await world.give('dispatch-late', 'register-issue', { scope: 'individual', horizon: 'current', topic: 'roads', grade: 'general' });
  await world.give('dispatch-late', 'dispatch-issue', { unit: 'street' });
  await world.give('pressed', 'resolve-issue', { summary: 'mended', evidence: [{ kind: 'note', text: 'seen' }] }, cadreOf('chen'));
  await bench.settled();
  expect(await rowOf('dispatch-late')).toMatchObject({ urges: 1, told: [] });
  expect(await rowOf('pressed')).toMatchObject({ urges: 1, told: [] });
  expect(await mine(asker('supervisor', 'street'))).toEqual([]);
  expect(await mine(asker('unit-head', 'street'))).toEqual([]);
});

it('is the supervisors\' where supervision was ordered, until it is answered', async () => {
  const { world } = bench;
  while (await world.passNextStep('far-late')) { /* the whole ladder */ }
  await bench.settled();
  expect(await rowOf('far-late')).toMatchObject({ supervised: true, unit: 'city' });
  expect(await mine(asker('supervisor', 'city'))).toContain('far-late');
  expect(await mine(asker('supervisor', 'street'))).not.toContain('far-late');
});
