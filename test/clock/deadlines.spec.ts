import { issueDecider, type IssueEvent, type IssueState } from '#domain';
import { issueWorkflowId } from '#wire/clock';
import { randomUUID } from 'node:crypto';
import { given, inHandling, now, passedActs, reported, until, WHOLE_CLIMB, type TestRecord } from './record.js';
import { openClock, standingOf, statusOf, type OpenClock, type RunningClock } from './running-clock.js';

/** Did not handle anything, so it may end a matter. */
const DISPATCHER = { kind: 'cadre', cadre: 'c-2', post: 'p-2', unit: 'village', role: 'dispatcher' } as const;

describe('the clock', () => {
  let record: TestRecord;
  let clock: RunningClock;
  let close: OpenClock['close'] | undefined;

  beforeAll(async () => {
    ({ record, clock, close } = await openClock());
  }, 120_000);

  afterAll(() => close?.(), 60_000);

  it('warns, tells that it is due, and climbs level by level to one supervision order', async () => {
    const issueId = await inHandling(record);

    await until('the supervision order', async () => (await record.events(issueId)).some(({ type }) => type === 'SupervisionOrdered'));

    const events = await record.events(issueId);
    expect(passedActs(events)).toEqual(WHOLE_CLIMB);
    expect(events.flatMap((event) => (event.type === 'IssueTakenOver' ? [event.data.to.unit] : []))).toEqual(['street', 'district', 'city']);
    expect(events.filter(({ type }) => type === 'SupervisionOrdered')).toHaveLength(1);
    await until('the workflow to know', async () => (await standingOf(clock.client, issueId)).supervised);
    const { typedSearchAttributes: shown, runId } = await clock.client.workflow.getHandle(issueWorkflowId(issueId)).describe();
    const { events: recorded } = await record.store.readStream(`issue/${issueId}`);
    expect(recorded.filter(({ workflow }) => workflow !== undefined).map(({ workflow, command }) => ({ ...workflow, command: command.type })))
      .toEqual(recorded.filter(({ by }) => by.kind === 'clock').map(() => ({ id: issueWorkflowId(issueId), run: runId, command: 'pass-deadline' })));
    expect(shown.get({ name: 'Level', type: 'KEYWORD' })).toBe('city');
    expect(shown.get({ name: 'Unit', type: 'KEYWORD' })).toBe('city');
    expect(shown.get({ name: 'Overdue', type: 'BOOL' })).toBe(true);
    expect(shown.get({ name: 'DueAt', type: 'DATETIME' })).toBeUndefined();
    expect(shown.get({ name: 'Revision', type: 'INT' })).toBe(events.length - 1);
  }, 120_000);

  it('lets a workflow end with its issue, and start again when the issue is reopened', async () => {
    const issueId = await reported(record);
    await until('the workflow', async () => (await statusOf(clock.client, issueId).catch(() => '')) === 'RUNNING');
    await given(record, 'withdraw-issue', { issueId, reason: 'settled among neighbours' });
    await until('its end', async () => (await statusOf(clock.client, issueId)) === 'COMPLETED');

    // What has ended before Temporal was told of it needs no workflow.
    const closed = await inHandling(record);
    await until('its workflow', async () => (await statusOf(clock.client, closed).catch(() => '')) === 'RUNNING');
    await given(record, 'record-contact', { issueId: closed, reached: true, note: 'called' });
    await given(record, 'set-measure', { issueId: closed, measure: 'mend the pipe', responsible: 'c-1', doneBy: '2099-01-01' });
    await given(record, 'resolve-issue', { issueId: closed, summary: 'mended', evidence: [{ kind: 'note', text: 'water runs' }] });
    await given(record, 'record-verdict', { issueId: closed, contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '' },
      DISPATCHER);
    await until('its end', async () => (await statusOf(clock.client, closed)) === 'COMPLETED');
    await given(record, 'reopen-issue', { issueId: closed, ground: 'reported-again', note: 'dry again' });
    await until('its second life', async () => (await statusOf(clock.client, closed)) === 'RUNNING');
  }, 120_000);

  it('starts no workflow for an imported matter that has ended', async () => {
    const issueId = randomUUID();
    await given(record, 'import-issue', {
      issueId, source: 'leader-messages', sourceRef: '1', title: 'Street light', text: 'Out', area: 'village', unit: 'village', heardAt: '2020-03-02T01:00:00.000Z',
      classification: { scope: 'individual', horizon: 'current', topic: 'roads/light', grade: 'general' },
      answer: { text: 'Mended', at: '2020-03-05T01:00:00.000Z' }, startClock: false,
    }, { kind: 'import', source: 'leader-messages' });
    const later = await reported(record);

    await until('a later issue', async () => (await statusOf(clock.client, later).catch(() => '')) === 'RUNNING');

    await expect(statusOf(clock.client, issueId)).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  }, 60_000);

  it('bears a command at the very instant of a timer: whichever comes first, the history is legal and nothing passes twice', async () => {
    const issues = await Promise.all(Array.from({ length: 12 }, () => inHandling(record)));
    await Promise.all(issues.map(async (issueId) => {
      const state = await record.state(issueId);
      const due = state.status === 'none' ? undefined : state.deadlines.find(({ kind }) => kind === 'handling')?.dueAt;
      await until('its due moment', () => now() >= due!);
      await given(record, 'withdraw-issue', { issueId, reason: 'just then' }, DISPATCHER);
    }));

    await until('all to end', async () => (await Promise.all(issues.map((issueId) => statusOf(clock.client, issueId)))).every((status) => status === 'COMPLETED'));

    for (const issueId of issues) {
      const events = await record.events(issueId);
      const steps = events.flatMap((event) => (event.type === 'DeadlineStepPassed' ? [event.data.step] : []));
      expect(new Set(steps).size).toBe(steps.length);
      expect(events.at(-1)!.type).toBe('IssueWithdrawn');
      expect(legal(events).status).toBe('withdrawn');
    }
  }, 120_000);

  it('puts no personal data into Temporal', async () => {
    const issueId = randomUUID();
    await given(record, 'report-issue', {
      issueId, channel: 'visit', title: 'SECRET-TITLE', text: 'SECRET-TEXT', area: 'village', heardAt: now(),
      reporter: { name: 'SECRET-NAME', phone: 'SECRET-PHONE', address: 'SECRET-ADDRESS' },
    });
    await until('its workflow', async () => (await statusOf(clock.client, issueId).catch(() => '')) === 'RUNNING');
    const history = await clock.client.workflow.getHandle(issueWorkflowId(issueId)).fetchHistory();
    const bytes = JSON.stringify(history, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value));
    expect(bytes).toContain(issueId);
    expect(bytes).not.toContain('SECRET');
  }, 60_000);
});

/** Folds one event after the other: evolve throws at what cannot follow. */
function legal(events: readonly IssueEvent[]): IssueState {
  return events.reduce<IssueState>(issueDecider.evolve, issueDecider.initial);
}
