import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { commandIdOf, issueIdOf } from '#application';
import type { ReportIssue } from '#domain';
import type { ServerProcess } from '#servers';
import { drive, type Load } from '../harness/drive.js';
import { CADRE, now, REPORT } from '../harness/office.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';
import { reportsOnRecord } from './reports-on-record.js';

const TASK_QUEUE = 'reports';
const { TEMPORAL_ADDRESS = '' } = process.env;

let worker: ServerProcess;
let connection: Connection;
let client: Client;
let check: Awaited<ReturnType<typeof reportsOnRecord>>;
let acknowledged = 0;

async function report(): Promise<void> {
  const id = commandIdOf(CADRE, randomUUID());
  const at = now();
  const command: ReportIssue = { type: 'report-issue', id, at, by: CADRE, data: { ...REPORT, issueId: issueIdOf(id), heardAt: at } };
  await client.workflow.executeUpdateWithStart('report-given', {
    args: [JSON.stringify(command)],
    startWorkflowOperation: new WithStartWorkflowOperation('reportedIssue', { workflowId: `peer/${command.data.issueId}`, taskQueue: TASK_QUEUE, workflowIdConflictPolicy: 'USE_EXISTING' }),
  });
  acknowledged += 1;
}

serve({
  async prepare(url: string, load: Load) {
    const environment = { DATABASE_URL: url, TEMPORAL_ADDRESS, TASK_QUEUE, OFFICE: 'yes' };
    const started = await startProcess(new URL('../peers/worker.js', import.meta.url), join(tmpdir(), `minqing-bench-peer-${process.pid}.log`), environment);
    worker = started.process;
    await until('the peer runs', 60_000, async () => (await started.words()).includes('the peer is running'));
    connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
    client = new Client({ connection });
    check = await reportsOnRecord(url);
    await drive({ ...load, forMs: 2_000 }, report);
  },
  round: (load: Load) => drive(load, report),
  verify: () => check.verify(acknowledged),
  async close() {
    await check.close();
    await connection.close();
    await worker.stop();
  },
});
