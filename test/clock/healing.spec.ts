import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEAL_SCHEDULE } from '#clock';
import { clockPosition } from '#clock/position';
import { startTemporal, type Temporal } from '#servers';
import { CLOCK_QUEUE, ISSUE_WORKFLOW, issueWorkflowId, type Standing } from '#wire/clock';
import { given, inHandling, openRecord, passedActs, reported, until, WHOLE_CLIMB, type TestRecord } from './record.js';
import { runClock, standingOf, statusOf, type RunningClock } from './running-clock.js';

describe('what goes wrong in Temporal heals from the record', () => {
  let record: TestRecord;
  let folder: string;
  let temporal: Temporal;
  let clock: RunningClock;

  const start = () => startTemporal({ dataFile: join(folder, 'temporal.db'), ...(temporal ? { port: temporal.port } : {}) });
  const running = async (issueId: string) => (await statusOf(clock.client, issueId).catch(() => '')) === 'RUNNING';
  const scheduled = () => clock.client.schedule.getHandle(SEAL_SCHEDULE).describe().then(() => true, () => false);
  const runIdOf = async (issueId: string) => (await clock.client.workflow.getHandle(issueWorkflowId(issueId)).describe()).runId;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-test-healing-'));
    record = await openRecord();
    temporal = await start();
    clock = await runClock(record, temporal.address, { renewAfter: 30, provides: true });
  }, 120_000);

  afterAll(async () => {
    await clock?.stop();
    await temporal?.stop();
    await record?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it.each(['terminate', 'cancel'] as const)('starts the workflow again after somebody chose %s', async (act) => {
    const issueId = await reported(record);
    await until('the workflow', () => running(issueId));
    const first = await runIdOf(issueId);
    await clock.client.workflow.getHandle(issueWorkflowId(issueId))[act]();
    await until('another run', async () => (await runIdOf(issueId)) !== first && (await running(issueId)));
    expect(await standingOf(clock.client, issueId)).toMatchObject({ issueId, stage: 'intake' });
  }, 120_000);

  it('brings a workflow that was reset to its beginning back to the record, and passes nothing twice', async () => {
    const issueId = await inHandling(record);
    await until('the first take-over', async () => passedActs(await record.events(issueId)).includes('community take-over'));
    const handle = clock.client.workflow.getHandle(issueWorkflowId(issueId));
    const { runId } = await handle.describe();
    await clock.client.workflowService.resetWorkflowExecution({
      namespace: 'default', workflowExecution: { workflowId: issueWorkflowId(issueId), runId }, reason: 'trial', requestId: randomUUID(),
      workflowTaskFinishEventId: 4 as never, resetReapplyExcludeTypes: [1],
    });
    await until('the supervision order', async () => (await record.state(issueId) as { supervised?: boolean }).supervised === true);
    expect(passedActs(await record.events(issueId))).toEqual(WHOLE_CLIMB);
    const { revision } = await standingOf(clock.client, issueId);
    await until('the newest revision', async () => (await standingOf(clock.client, issueId)).revision === (await record.events(issueId)).length - 1);
    expect(revision).toBeGreaterThan(0);
  }, 120_000);

  it('goes on in a fresh history when the old one is long, and loses nothing', async () => {
    const issueId = await reported(record);
    await until('the workflow', () => running(issueId));
    const first = await runIdOf(issueId);
    for (let count = 0; count < 12; count++) {
      await given(record, 'urge-issue', { issueId, note: 'please' }, { kind: 'cadre', cadre: 'c-9', post: 'p-9', unit: 'city', role: 'supervisor' });
      await until('the urging to be known', async () => (await standingOf(clock.client, issueId)).revision === (await record.events(issueId)).length - 1);
    }
    await until('another run', async () => (await runIdOf(issueId)) !== first);
    expect((await standingOf(clock.client, issueId)).revision).toBe((await record.events(issueId)).length - 1);
  }, 120_000);

  it('ends a workflow that runs on though its issue has ended', async () => {
    const issueId = await reported(record);
    await until('the workflow', () => running(issueId));
    const stale = await standingOf(clock.client, issueId);
    await given(record, 'withdraw-issue', { issueId, reason: 'settled' });
    await until('its end', async () => !(await running(issueId)));
    // A keeper that hung for a while wakes up with an old page in its hands.
    await clock.client.workflow.start(ISSUE_WORKFLOW, { workflowId: issueWorkflowId(issueId), taskQueue: CLOCK_QUEUE, args: [stale], typedSearchAttributes: [{ key: { name: 'Revision', type: 'INT' }, value: stale.revision }] });
    await until('its second end', async () => (await statusOf(clock.client, issueId)) === 'COMPLETED');
  }, 120_000);

  it('makes the schedule that seals the record again after somebody deleted it, and leaves one that is paused as it is, but says that nothing is sealed', async () => {
    const schedule = clock.client.schedule.getHandle(SEAL_SCHEDULE);
    await until('the schedule', scheduled);
    const { info: { createdAt } } = await schedule.describe();
    await schedule.delete();
    await until('another one', async () => (await schedule.describe().catch(() => null))?.info.createdAt.getTime() !== createdAt.getTime() && (await scheduled()));
    await schedule.pause('while the disk is changed');
    for (let turn = 0; turn < 2; turn++) {
      const { lastReport } = clock.health();
      await until('another comparison', () => clock.health().lastReport !== lastReport);
    }
    expect((await schedule.describe()).state).toMatchObject({ paused: true, note: 'while the disk is changed' });
    expect(clock.health().provisionFailure).toContain('seal-schedule-paused');
    await schedule.unpause();
    await until('it to be well again', () => clock.health().provisionFailure === null);
  }, 120_000);

  it('rebuilds everything in an emptied Temporal', async () => {
    const issues = [await reported(record), await reported(record), await inHandling(record)];
    await until('the workflows', async () => (await Promise.all(issues.map(running))).every(Boolean));
    await temporal.kill();
    for (const file of ['temporal.db', 'temporal.db-wal', 'temporal.db-shm']) await rm(join(folder, file), { force: true });
    const meanwhile = await reported(record);
    temporal = await start();

    await until('the schedule that seals the record', scheduled, 150_000);
    await until('all of them to run again', async () => (await Promise.all([...issues, meanwhile].map(running))).every(Boolean), 150_000);
    await until('the supervision order', async () => passedActs(await record.events(issues[2]!)).length === WHOLE_CLIMB.length, 150_000);
    expect(passedActs(await record.events(issues[2]!))).toEqual(WHOLE_CLIMB);
  }, 360_000);

  it('stands still, and says so, when Temporal knows more than the record', async () => {
    const issueId = await reported(record);
    await until('the workflow', () => running(issueId));
    const standing = await standingOf(clock.client, issueId);
    const stranger: Standing = { ...standing, issueId: 'of-another-record', revision: 7 };
    const ghost = await clock.client.workflow.start(ISSUE_WORKFLOW, { workflowId: issueWorkflowId(stranger.issueId), taskQueue: CLOCK_QUEUE, args: [stranger], typedSearchAttributes: [{ key: { name: 'Revision', type: 'INT' }, value: 7 }] });

    await until('the freeze', () => clock.health().state === 'frozen');
    expect(clock.health().lastReport).toMatchObject({ standstill: 'workflows-ahead', ahead: ['of-another-record'] });
    expect(clock.alarms()).toContainEqual(expect.stringMatching(/ahead of the record/));
    expect((await clockPosition(record.pool))?.standstill).toBe('workflows-ahead');
    const silent = await reported(record);

    await ghost.terminate('the stranger leaves');
    await until('the clock to go on', () => clock.health().state === 'running');
    expect((await clockPosition(record.pool))?.standstill).toBeNull();
    await until('what was reported meanwhile', () => running(silent));
  }, 120_000);
});
