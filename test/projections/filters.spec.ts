import { readableModels } from '#application';
import { Opener } from '#privacy';
import type { ReadModels } from '#projections';
import type { api } from '#wire';
import { MemoryVault } from '../../libs/testing/memory-vault.js';
import { openBench, type Bench } from './bench.js';
import { cadreOf, type World } from './world.js';

const ASKING = { purpose: 'complaint-handling', reason: 'to hear the witness' } as const;

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  const { world } = bench;
  await world.report('new', 'east', { title: 'Roof 屋頂漏水', heardAt: '2026-10-10T15:59:59.999Z' });
  await world.handled('handling', { heardAt: '2026-10-10T16:00:00.000Z' });
  await world.resolved('answered');
  await world.resolved('satisfied');
  await world.verdict('satisfied', true, true);
  await world.resolved('reopened');
  await world.verdict('reopened', false, false);
  await world.handled('explained', { area: 'far', by: 'far-street' });
  await world.give('explained', 'explain-issue', { ground: 'beyond-means', explanation: 'no money', toldTo: 'Qian', understood: true, nextLook: null }, cadreOf('chen', 'far-street'));
  await world.report('declined', 'east', { sealedIdentity: true });
  await world.give('declined', 'ask-to-open-identity', ASKING, cadreOf('chen'));
  await world.give('declined', 'refuse-opening', { opening: await openingOf(world, 'declined'), reason: 'no need' }, cadreOf('wu'));
  await world.give('declined', 'close-issue', { ground: 'declined', note: 'not ours' });
  await world.report('returned', 'east', { sealedIdentity: true });
  await world.give('returned', 'register-issue', { scope: 'general', horizon: 'long-term', topic: 'housing', grade: 'urgent' });
  await world.give('returned', 'dispatch-issue', { unit: 'street-works' });
  await world.give('returned', 'return-assignment', { ground: 'not-our-duty', note: 'no' });
  await world.give('returned', 'repeat-report', { channel: 'hotline', text: 'again' });
  // One request is let, and the other waits.
  await world.give('returned', 'ask-to-open-identity', ASKING, cadreOf('chen'));
  await world.give('returned', 'approve-opening', { opening: await openingOf(world, 'returned') }, cadreOf('wu'));
  await world.give('returned', 'ask-to-open-identity', ASKING, cadreOf('wu'));
  await world.report('late');
  // Its dispatch falls due, is told, and goes up a level.
  for (let step = 0; step < 3; step += 1) await world.passNextStep('late');
  await bench.settled();
});
afterAll(() => bench.close());

async function openingOf(world: World, issueId: string): Promise<string> {
  const issue = await world.state(issueId);
  return issue.status === 'none' ? '' : issue.openings.at(-1)!.id;
}

/** Words are looked for where titles can be read. */
function readable(): ReadModels {
  return readableModels(bench.models, new Opener(new MemoryVault()));
}

async function ids(query: api.LedgerQuery): Promise<string[]> {
  return (await readable().ledger({ limit: 200, ...query }, 'everything', bench.world.now)).rows.map(({ issueId }) => issueId).sort();
}

describe('the ledger finds', () => {
  const cases: [api.LedgerQuery, string[]][] = [
    [{ unit: 'far-street' }, ['explained']],
    [{ unit: 'street-works' }, []],
    [{ holder: 'east' }, ['declined', 'late', 'new', 'returned']],
    [{ stage: 'answered' }, ['answered', 'explained']],
    [{ status: 'returned' }, ['returned']],
    [{ scope: 'general' }, ['returned']],
    [{ horizon: 'long-term', grade: 'urgent' }, ['returned']],
    [{ topic: 'housing' }, ['answered', 'explained', 'handling', 'reopened', 'returned', 'satisfied']],
    [{ topic: 'housing/leaks' }, ['answered', 'explained', 'handling', 'reopened', 'satisfied']],
    [{ topic: 'hous' }, []],
    [{ responsible: 'chen', stage: 'handling' }, ['handling']],
    [{ withoutMeasure: 'true' }, ['late', 'new', 'reopened', 'returned']],
    [{ answer: 'resolution' }, ['answered', 'satisfied']],
    [{ answer: 'explanation' }, ['explained']],
    [{ inTime: 'true' }, ['answered', 'explained', 'satisfied']],
    [{ inTime: 'false' }, []],
    [{ satisfied: 'true' }, ['satisfied']],
    [{ satisfied: 'false' }, ['reopened']],
    [{ repeated: 'true' }, ['returned']],
    [{ returned: 'true' }, ['returned']],
    [{ escalated: 'true' }, ['late']],
    [{ supervised: 'true' }, []],
    [{ urged: 'true' }, ['late', 'returned']],
    [{ told: 'urge' }, ['returned']],
    // What was told of a deadline goes with it: the level above has its own.
    [{ told: 'tell-supervisor' }, []],
    [{ openingAsked: 'true' }, ['returned']],
    [{ q: '屋頂' }, ['new']],
    [{ q: 'ROOF' }, ['new']],
    [{ q: '%' }, []],
    [{ q: "'; drop table" }, []],
    // Days are those of the calendar at the place: 16:00 UTC begins the next one.
    [{ to: '2026-10-10' }, ['new']],
    [{ from: '2026-10-11', to: '2026-10-11' }, ['handling']],
  ];
  for (const [query, expected] of cases) it(`${expected.join(', ') || 'nothing'} for ${JSON.stringify(query)}`, async () => expect(await ids(query)).toEqual(expected));
});

it('splits the ledger by overdue without remainder, as the rows themselves say', async () => {
  const all = await bench.models.ledger({ limit: 200 }, 'everything', bench.world.now);
  const overdue = all.rows.filter((row) => row.overdue).map(({ issueId }) => issueId).sort();
  expect(overdue.length).toBeGreaterThan(0);
  expect(await ids({ overdue: 'true' })).toEqual(overdue);
  expect((await ids({ overdue: 'false' })).length).toBe(all.rows.length - overdue.length);
});

it('shows names as they are now', async () => {
  const { rows: [row] } = await readable().ledger({ q: 'Issue handling' }, 'everything', bench.world.now);
  expect(row).toMatchObject({ issueId: 'handling', areaName: 'Unit east', unitName: 'Unit street', responsibleName: 'Cadre chen', level: 'subdistrict', measureBy: '2027-12-01' });
});

it('takes the standing answer away when an issue is reopened, and keeps what the verdict said', async () => {
  const found = await bench.models.issue('reopened', 'everything', bench.world.now);
  expect(found?.row).toMatchObject({ status: 'handling', answer: null, answeredAt: null, inTime: null, satisfied: false, endedAt: null });
});
