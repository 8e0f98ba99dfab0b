import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { connectWithRetry, ensureSealSchedule, SEAL_SCHEDULE, sealActivities } from '#clock';
import { EVERY } from '#seal';
import { testTemporal, type TestTemporal } from '#testing/servers';
import { CLOCK_QUEUE } from '#wire/clock';
import { bundleWorkflows } from '../../workflows/bundle.js';
import { openSealedRecord, type SealedRecord } from './open.js';

let record: SealedRecord;
let temporal: TestTemporal;
let bundle: { code: string };

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  [record, temporal, bundle] = await Promise.all([openSealedRecord(), testTemporal(), bundleWorkflows()]);
}, 120_000);
afterAll(async () => {
  await temporal.stop();
  await record.close();
});

interface RunningWorker {
  readonly client: Awaited<ReturnType<typeof connectWithRetry>>['client'];
  stop(): Promise<void>;
}

/** A worker as apps/worker makes it, as far as sealing goes. */
async function startWorker(): Promise<RunningWorker> {
  const { connection, client, namespace } = await connectWithRetry({ address: temporal.address, namespace: temporal.namespace, apiKey: null, tls: null, cli: null });
  const ending = new AbortController();
  const worker = await Worker.create({
    connection, namespace, taskQueue: CLOCK_QUEUE, workflowBundle: bundle, shutdownGraceTime: '10s',
    activities: sealActivities({ sealUntil: (end) => record.sealer.sealUntil(end), ending: ending.signal }),
  });
  await ensureSealSchedule(client);
  const running = worker.run();
  return {
    client,
    stop: async () => {
      ending.abort();
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await reached());) {
    if (performance.now() > end) throw new Error('not within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it('seals by one schedule, however many workers ask for it, and seals what is left when they end', async () => {
  const [one, other] = await Promise.all([startWorker(), startWorker()]);
  await record.grow(EVERY + 5);
  await until(async () => (await record.sizes()).length > 0);
  const schedules = [];
  for await (const { scheduleId } of one.client.schedule.list()) schedules.push(scheduleId);
  await Promise.all([one.stop(), other.stop()]);
  expect(schedules).toEqual([SEAL_SCHEDULE]);
  expect((await record.sizes()).at(-1)).toBe(EVERY + 5);
}, 120_000);

it('is brought to its form again at each boot, and stays paused when an operator paused it', async () => {
  const worker = await startWorker();
  const handle = worker.client.schedule.getHandle(SEAL_SCHEDULE);
  await handle.pause('while the disk is changed');
  await ensureSealSchedule(worker.client);
  const { spec, state, action } = await handle.describe();
  await worker.stop();
  expect(spec.intervals).toMatchObject([{ every: 60_000 }]);
  expect(state).toMatchObject({ paused: true, note: 'while the disk is changed' });
  expect(action).toMatchObject({ workflowType: 'sealRecord', taskQueue: CLOCK_QUEUE });
}, 120_000);
