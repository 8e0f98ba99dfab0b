import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock, connectWithRetry, IssueWorkflows, provisionsOf } from '#clock';
import { openPool } from '#database';
import { prepareReadModels } from '#projections/postgres';
import { startTemporal, type Temporal } from '#servers';
import { ProductProcess } from '../faults/product.js';
import { openRecord, reported, until, type TestRecord } from './record.js';

describe('a Temporal that neither does what is asked nor refuses', () => {
  let record: TestRecord;
  let folder: string;
  let temporal: Temporal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-test-silent-'));
    [record, temporal] = await Promise.all([openRecord(), startTemporal({ dataFile: join(folder, 'temporal.db') })]);
  }, 120_000);
  afterAll(async () => {
    await temporal?.stop();
    await record?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('does not hold up a clock that is asked to stop', async () => {
    const connected = await connectWithRetry({ address: temporal.address, namespace: 'default', apiKey: null, tls: null, cli: null });
    let providing = 0;
    const provide = provisionsOf(connected);
    const clock = new Clock({
      store: record.store, pool: record.pool, workflows: new IssueWorkflows({ client: connected.client }), reconcileEveryMs: 100, log: { info() {}, warn() {}, alarm() {} },
      provide: (signal) => { providing += 1; return provide(signal); },
    });
    const end = new AbortController();
    const running = clock.run(end.signal);
    await until('a comparison', () => clock.health.compared > 0);
    process.kill(temporal.pid, 'SIGSTOP');
    const before = providing;
    try {
      await until('it to be asked', () => providing > before);
      await reported(record);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      const asked = performance.now();
      end.abort();
      await running;
      expect(performance.now() - asked).toBeLessThan(9_000);
    } finally {
      process.kill(temporal.pid, 'SIGCONT');
    }
    await connected.connection.close();
  }, 120_000);

  it('does not hold up a worker process either', async () => {
    const pool = openPool(record.url, { max: 2 });
    await prepareReadModels(pool);
    await pool.end();
    const worker = ProductProcess.start('worker', { DATABASE_URL: record.url, TEMPORAL_ADDRESS: temporal.address, MINQING_LOG_LEVEL: 'info' });
    try {
      await until('it to keep the clock', () => worker.words.includes('this process keeps the clock'), 60_000);
      process.kill(temporal.pid, 'SIGSTOP');
      await reported(record);
      await new Promise((resolve) => { setTimeout(resolve, 1_000); });
      const asked = performance.now();
      expect(await worker.kill('SIGTERM')).toBe(0);
      expect(performance.now() - asked).toBeLessThan(30_000);
    } finally {
      process.kill(temporal.pid, 'SIGCONT');
      await worker.kill('SIGKILL');
    }
  }, 150_000);
});
