import { Context } from '@temporalio/activity';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { ReportIssue } from '#domain';
import { openPool } from '#database';
import { openOffice } from '../harness/office.js';
import type { Activities } from './activities.js';

/** A worker of the peers' workflows, as Temporal's documentation sets one up, with slots enough for all callers at once. */
const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', TASK_QUEUE = '', OFFICE = '' } = process.env;
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: ['SIGTERM'] });
const pool = openPool(DATABASE_URL, { name: 'peer', max: 20 });
const office = OFFICE === 'yes' ? await openOffice(DATABASE_URL) : null;
const activities: Activities = {
  async giveReport(command) {
    const outcome = await office!.giver.give(JSON.parse(command) as ReportIssue);
    if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
    return String(outcome.receipt.lastRevision);
  },
  async writeRow() {
    await pool.query('insert into escalation (id) values ($1)', [Context.current().info.workflowExecution!.workflowId]);
  },
};
const bundle = await bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('./workflows.js', import.meta.url)), logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection, taskQueue: TASK_QUEUE, workflowBundle: bundle, activities: { ...activities },
  maxConcurrentWorkflowTaskExecutions: 100, maxConcurrentActivityTaskExecutions: 100, maxConcurrentLocalActivityExecutions: 100,
});
console.log('the peer is running');
await worker.run();
await connection.close();
await office?.close();
await pool.end();
