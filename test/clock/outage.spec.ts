import type { TestTemporal } from '../../libs/testing/servers.js';
import { inHandling, passedActs, reported, until, WHOLE_CLIMB, type TestRecord } from './record.js';
import { openClock, statusOf, type OpenClock, type RunningClock } from './running-clock.js';

describe('while Temporal is down', () => {
  let record: TestRecord;
  let temporal: TestTemporal;
  let clock: RunningClock;
  let close: OpenClock['close'] | undefined;

  beforeAll(async () => {
    ({ record, temporal, clock, close } = await openClock());
  }, 120_000);

  afterAll(() => close?.(), 60_000);

  it('reports are taken, the keeper says that it cannot tell, and what fell due meanwhile passes after', async () => {
    const before = await inHandling(record);
    await until('the first warning', async () => passedActs(await record.events(before)).length > 0);
    await temporal.kill();
    const during = await inHandling(record);
    const quiet = await reported(record);

    await until('the keeper to notice', () => clock.health().senderFailure !== null);
    expect((await record.events(quiet)).map(({ type }) => type)).toEqual(['IssueReported', 'DeadlineSet']);
    expect(clock.health()).toMatchObject({ state: 'running', keeperFailure: null, position: await record.store.lastPosition() });
    const passed = passedActs(await record.events(during)).length;
    expect(passed).toBe(0);

    await temporal.start();
    await until('both climbs', async () => (await Promise.all([before, during].map(async (id) => passedActs(await record.events(id)).length))).every((count) => count === WHOLE_CLIMB.length), 150_000);
    for (const issueId of [before, during]) expect(passedActs(await record.events(issueId))).toEqual(WHOLE_CLIMB);
    await until('the quiet one to be waited for', async () => (await statusOf(clock.client, quiet).catch(() => '')) === 'RUNNING');
    await until('the keeper to be well', () => clock.health().senderFailure === null);
  }, 360_000);
});
