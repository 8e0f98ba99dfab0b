import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { openPool } from '#database';
import { prepareReadModels, Projector } from '#projections/postgres';
import { testTemporal, type TestTemporal } from '../../libs/testing/servers.js';
import { inHandling, openRecord, passedActs, until, WHOLE_CLIMB, type TestRecord } from './record.js';
import { ProductProcess } from '../faults/product.js';

describe('the worker process', () => {
  let record: TestRecord;
  let temporal: TestTemporal;
  let projector: Projector;
  let pool: ReturnType<typeof openPool>;
  let worker: ProductProcess | undefined;
  let second: ProductProcess | undefined;

  const start = () => ProductProcess.start('worker', { DATABASE_URL: record.url, TEMPORAL_ADDRESS: temporal.address, MINQING_LOG_LEVEL: 'info' });
  const passed = async (issues: readonly string[]) => (await Promise.all(issues.map(async (issueId) => passedActs(await record.events(issueId)).length))).reduce((sum, count) => sum + count, 0);

  beforeAll(async () => {
    [record, temporal] = await Promise.all([openRecord(), testTemporal()]);
    pool = openPool(record.url, { max: 12 });
    await prepareReadModels(pool);
    projector = new Projector({ pool, store: record.store, log: { info() {}, error() {} } });
    projector.start();
  }, 120_000);

  afterAll(async () => {
    await Promise.all([worker?.kill('SIGKILL'), second?.kill('SIGKILL')]);
    await projector?.stop();
    await pool?.end();
    await temporal?.stop();
    await record?.close();
  }, 60_000);

  it('killed again and again in mid-climb, passes each level of each issue exactly once', async () => {
    const issues = await Promise.all(Array.from({ length: 5 }, () => inHandling(record)));
    for (const reached of [2, 30, 55]) {
      worker = start();
      await until(`${reached} steps`, async () => (await passed(issues)) >= reached);
      await worker.kill('SIGKILL');
    }
    // Two at once from here: they share the work, and one of them the clock.
    worker = start();
    second = start();
    await until('all climbs', async () => (await passed(issues)) >= issues.length * WHOLE_CLIMB.length, 150_000);

    for (const issueId of issues) {
      const events = await record.events(issueId);
      expect(passedActs(events)).toEqual(WHOLE_CLIMB);
      expect(events.filter(({ type }) => type === 'SupervisionOrdered')).toHaveLength(1);
    }
  }, 420_000);

  it('ends cleanly on SIGTERM', async () => {
    expect(await Promise.all([worker!.kill('SIGTERM'), second!.kill('SIGTERM')])).toEqual([0, 0]);
    expect(worker!.words).toContain('the worker has stopped');
    expect(worker!.words).not.toContain('"level":60');
  }, 60_000);

  it('waits for PostgreSQL and Temporal, says so, and can be stopped meanwhile', async () => {
    const nobody = '127.0.0.1:1';
    const withoutTemporal = ProductProcess.start('worker', { DATABASE_URL: record.url, TEMPORAL_ADDRESS: nobody });
    const withoutRecord = ProductProcess.start('worker', { DATABASE_URL: `postgres://${nobody}/none`, TEMPORAL_ADDRESS: temporal.address });
    await until('both to wait', () => withoutTemporal.words.includes('waiting for Temporal') && withoutRecord.words.includes('waiting for PostgreSQL'));
    expect(await Promise.all([withoutTemporal.kill('SIGTERM'), withoutRecord.kill('SIGTERM')])).toEqual([0, 0]);
  }, 120_000);

  it('ends with an error that names the port when another program has its own', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const barred = ProductProcess.start('worker', { DATABASE_URL: record.url, TEMPORAL_ADDRESS: temporal.address, MINQING_HOST: '127.0.0.1', MINQING_WORKER_PORT: String(port) });
    try {
      await until('its end', () => barred.words.includes('the worker failed'));
      expect(await Promise.race([barred.ended, new Promise((resolve) => { setTimeout(resolve, 30_000, 'it runs on'); })])).toBe(1);
      expect(barred.words).toMatch(new RegExp(`"level":60.*EADDRINUSE.*127\\.0\\.0\\.1:${port}`));
    } finally {
      await barred.kill('SIGKILL');
      other.close();
    }
  }, 60_000);

  it('ends with an error when it cannot work at all', async () => {
    const lost = ProductProcess.start('worker', { TEMPORAL_ADDRESS: temporal.address });
    expect(await lost.ended).toBe(1);
    expect(lost.words).toContain('DATABASE_URL');
  }, 60_000);
});
