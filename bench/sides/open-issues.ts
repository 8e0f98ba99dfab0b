import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startTemporal, type ServerProcess } from '#servers';
import { SEAL_WORKFLOW } from '#wire/clock';
import type { Load, Measured } from '../harness/drive.js';
import { atOnce } from '../harness/lateness.js';
import { CADRE, now, openOffice, REPORT, type Office } from '../harness/office.js';
import { freshDatabase, startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';
import { sqliteSize } from '../harness/sqlite-size.js';
import { quantile } from '../harness/statistics.js';

/** `minqing`: issues on record, told to Temporal by the product's worker. `bare`: a workflow that waits for one timer. */
const { BENCH_KIND = 'minqing' } = process.env;
const IS_OURS = BENCH_KIND === 'minqing';
const SCRIPT = new URL(IS_OURS ? '../../apps/worker/main.js' : '../peers/worker.js', import.meta.url);
const READY = IS_OURS ? 'this process keeps the clock' : 'the peer is running';
const TASK_QUEUE = 'bare';
const LANES = 32;
const HOUR = 3_600_000;

let url: string;
let folder: string;
let office: Office;

async function startWorker(address: string): Promise<ServerProcess> {
  const environment = IS_OURS ? { DATABASE_URL: url, TEMPORAL_ADDRESS: address, MINQING_LOG_LEVEL: 'info' } : { DATABASE_URL: url, TEMPORAL_ADDRESS: address, TASK_QUEUE };
  const started = await startProcess(SCRIPT, join(folder, `worker-${randomUUID()}.log`), environment);
  await until(READY, 60_000, async () => (await started.words()).includes(READY));
  return started.process;
}

/** New issues on record while no worker runs, each with a deadline that is days away. */
async function report(count: number): Promise<readonly string[]> {
  const at = now();
  const ids = Array.from({ length: count }, () => randomUUID());
  await atOnce(64, count, (serial) => office.give('report-issue', { ...REPORT, issueId: ids[serial], heardAt: at }, { at, by: CADRE }));
  return ids.map((id) => `issue/${id}`);
}

/** Until Temporal was told of every issue on record. */
async function toldAll(count: number): Promise<void> {
  await until('all issues are told', 600_000, async () => {
    const { rows: [told] } = await office.pool.query<{ n: number }>('select count(*) as n from clock.standing where signalled_revision >= revision');
    return told!.n === count;
  });
}

/** Asked for its state, a workflow that the worker has not in its cache is replayed first. */
async function touch(client: Client, ids: readonly string[]): Promise<number> {
  const waits: number[] = [];
  await atOnce(8, ids.length, async (serial) => {
    const begun = performance.now();
    await client.workflow.getHandle(ids[serial]!).query(IS_OURS ? 'standing' : '__stack_trace');
    waits.push(performance.now() - begun);
  });
  return quantile(waits, 0.5);
}

async function emptySize(): Promise<number> {
  const dataFile = join(folder, `${randomUUID()}.db`);
  await (await startTemporal({ dataFile })).stop();
  return sqliteSize(dataFile);
}

async function openAll(count: number, touched: number): Promise<Measured> {
  const dataFile = join(folder, `${randomUUID()}.db`);
  const temporal = await startTemporal({ dataFile });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  let ids = IS_OURS ? await report(count) : Array.from({ length: count }, () => `bare/${randomUUID()}`);
  let worker = await startWorker(temporal.address);
  const begun = performance.now();
  if (IS_OURS) await toldAll(count);
  else await atOnce(LANES, count, async (serial) => { await client.workflow.start('bareTimer', { workflowId: ids[serial]!, taskQueue: TASK_QUEUE, args: [Date.now() + 72 * HOUR] }); });
  const ms = performance.now() - begun;
  ids = ids.slice(0, touched);
  await touch(client, ids);
  const hot = await touch(client, ids);
  await worker.stop();
  worker = await startWorker(temporal.address);
  const cold = await touch(client, ids);
  await untilOpen(client, count);
  await worker.stop();
  await connection.close();
  await temporal.stop();
  const bytes = (await sqliteSize(dataFile)) - (await emptySize());
  await rm(dataFile);
  if (IS_OURS) await forget();
  return { perSecond: (count * 1000) / ms, done: count, p50Ms: hot, p99Ms: cold, also: { bytes: bytes / count, hot, cold } };
}

/** Right only when every one of them runs, and nothing else does; the sealer's own workflow comes each minute and is not counted. */
async function untilOpen(client: Client, count: number): Promise<void> {
  await until(`${count} workflows run`, 60_000, async () => (await client.workflow.count(`ExecutionStatus = 'Running' AND WorkflowType != '${SEAL_WORKFLOW}'`)).count === count);
}

/** The next round has a new record, as it has a new Temporal. */
async function forget(): Promise<void> {
  await office.close();
  await begin();
}

let rounds = 0;

async function begin(): Promise<void> {
  url = await freshDatabase(url, `issues_${process.pid}_${rounds += 1}`);
  office = await openOffice(url);
}

serve({
  async prepare(server: string) {
    url = server;
    folder = await mkdtemp(join(tmpdir(), 'minqing-bench-open-'));
    await begin();
  },
  round: ({ streams, callers }: Load) => openAll(streams, callers),
  verify: async () => undefined,
  async close() {
    await office.close();
    await rm(folder, { recursive: true, force: true });
  },
});
