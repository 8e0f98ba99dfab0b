import { randomUUID } from 'node:crypto';
import { NOTICE } from '#domain';
import { issueWorkflowId } from '#wire/clock';
import { FaultPlan } from '../../libs/testing/fault-points.js';
import { testTemporal, type TestTemporal } from '../../libs/testing/servers.js';
import { given, inHandling, openRecord, passedActs, reported, until, WHOLE_CLIMB, type TestRecord } from './record.js';
import { runClock, standingOf, statusOf, type RunningClock } from './running-clock.js';

const CITY = { kind: 'cadre', cadre: 'c-9', post: 'p-9', unit: 'city', role: 'supervisor' } as const;

/** An issue brought to each point of its life that a workflow waits at. */
const POINTS: Readonly<Record<string, (record: TestRecord) => Promise<string>>> = {
  intake: reported,
  assignment: async (record) => {
    const issueId = await reported(record);
    await given(record, 'register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'water/supply', grade: 'general' });
    await given(record, 'dispatch-issue', { issueId, unit: 'village' });
    return issueId;
  },
  handling: inHandling,
  answered: async (record) => {
    const issueId = await inHandling(record);
    await given(record, 'record-contact', { issueId, reached: true, note: 'called' });
    await given(record, 'set-measure', { issueId, measure: 'mend the pipe', responsible: 'c-1', doneBy: '2099-01-01' });
    await given(record, 'resolve-issue', { issueId, summary: 'mended', evidence: [{ kind: 'note', text: 'water runs' }] });
    return issueId;
  },
};
const ACTS = ['terminate', 'cancel', 'reset'] as const;

describe('at each point of an issue’s life', () => {
  let record: TestRecord;
  let temporal: TestTemporal;
  let clock: RunningClock;

  beforeAll(async () => {
    [record, temporal] = await Promise.all([openRecord({ ...NOTICE, version: 'patient' }), testTemporal()]);
    clock = await runClock(record, temporal.address);
  }, 120_000);
  afterAll(async () => {
    await clock?.stop();
    await temporal?.stop();
    await record?.close();
  }, 60_000);

  const runOf = async (issueId: string) => (await clock.client.workflow.getHandle(issueWorkflowId(issueId)).describe()).runId;
  const knows = async (issueId: string) => (await standingOf(clock.client, issueId).catch(() => undefined))?.revision === (await record.events(issueId)).length - 1;

  async function act(what: (typeof ACTS)[number], issueId: string): Promise<void> {
    const handle = clock.client.workflow.getHandle(issueWorkflowId(issueId));
    if (what !== 'reset') return void await handle[what]();
    await clock.client.workflowService.resetWorkflowExecution({
      namespace: 'default', workflowExecution: { workflowId: issueWorkflowId(issueId), runId: await runOf(issueId) }, reason: 'trial', requestId: randomUUID(),
      workflowTaskFinishEventId: 4 as never, resetReapplyExcludeTypes: [1],
    });
  }

  it.each(Object.keys(POINTS))('%s: a workflow that was terminated, cancelled or reset is where the record is again', async (point) => {
    for (const what of ACTS) {
      const issueId = await POINTS[point]!(record);
      await until(`${what} to find it`, () => knows(issueId));
      const first = await runOf(issueId);
      await act(what, issueId);
      await until(`${what}: another run that knows all`, async () => (await runOf(issueId)) !== first && (await statusOf(clock.client, issueId)) === 'RUNNING' && (await knows(issueId)));
      expect((await standingOf(clock.client, issueId)).stage).toBe(point);
    }
  }, 240_000);

  it('ended: what is begun again by hand ends again', async () => {
    const issueId = await reported(record);
    await until('it', () => knows(issueId));
    await given(record, 'withdraw-issue', { issueId, reason: 'settled' });
    await until('its end', async () => (await statusOf(clock.client, issueId)) === 'COMPLETED');
    const ended = await runOf(issueId);
    await act('reset', issueId);
    await until('its second end', async () => (await runOf(issueId)) !== ended && (await statusOf(clock.client, issueId)) === 'COMPLETED');
  }, 120_000);
});

describe('with calls to the record and to Temporal that fail by a plan', () => {
  it.each([11])('seed %i: every level is taken once, and what has ended waits no more', async (seed) => {
    const [record, temporal] = await Promise.all([openRecord(), testTemporal()]);
    const plan = new FaultPlan(seed, 0.35);
    const clock = await runClock(record, temporal.address, { plan });
    try {
      const climbing = await Promise.all([1, 2, 3].map(() => inHandling(record)));
      const withdrawn = await reported(record);
      await given(record, 'urge-issue', { issueId: withdrawn, note: 'please' }, CITY);
      await given(record, 'withdraw-issue', { issueId: withdrawn, reason: 'settled' });
      await until('half of the climbs', async () => (await Promise.all(climbing.map((issueId) => record.events(issueId)))).flatMap(passedActs).length > WHOLE_CLIMB.length, 150_000);
      plan.allIsWell();
      await until('all climbs', async () => (await Promise.all(climbing.map(async (id) => passedActs(await record.events(id)).length))).every((count) => count >= WHOLE_CLIMB.length), 150_000);
      for (const issueId of climbing) expect(passedActs(await record.events(issueId))).toEqual(WHOLE_CLIMB);
      for (const issueId of climbing) await until('it to know', async () => (await standingOf(clock.client, issueId)).revision === (await record.events(issueId)).length - 1);
      await until('the withdrawn one to have ended', async () => ['COMPLETED', ''].includes(await statusOf(clock.client, withdrawn).catch(() => '')));
      expect(plan.struck.length).toBeGreaterThan(12);
    } finally {
      await clock.stop();
      await temporal.stop();
      await record.close();
    }
  }, 420_000);
});
