import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { openPool } from '#database';
import type { ServerProcess } from '#servers';
import type pg from 'pg';
import type { Load } from '../harness/drive.js';
import { atOnce, committedAt, lateness } from '../harness/lateness.js';
import { startProcess, until } from '../harness/servers.js';
import { serve } from '../harness/side.js';

/** `remote`, `local`: the activity that follows the timer; `none`: no activity, the workflow's end is what counts. */
const { TEMPORAL_ADDRESS = '', BENCH_ACTIVITY = 'none' } = process.env;
const workflow = BENCH_ACTIVITY === 'none' ? 'bareTimer' : 'timerThenActivity';
const taskQueue = `timers-${BENCH_ACTIVITY}`;

let pool: pg.Pool;
let worker: ServerProcess;
let connection: Connection;
let client: Client;
let fired = 0;

async function rowsOf(run: string): Promise<readonly number[]> {
  return committedAt(pool, 'escalation where id like $1', [`${run}/%`]);
}

async function closedOf(run: string): Promise<readonly number[]> {
  const closed: number[] = [];
  for await (const { workflowId, closeTime } of client.workflow.list({ query: `WorkflowType = '${workflow}' AND ExecutionStatus = 'Completed'`, pageSize: 1_000 })) {
    if (workflowId.startsWith(run) && closeTime) closed.push(closeTime.getTime());
  }
  return closed;
}

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench-timer' });
    await pool.query('create table escalation (id text primary key)');
    const started = await startProcess(new URL('../peers/worker.js', import.meta.url), join(tmpdir(), `minqing-bench-timer-${process.pid}.log`), { DATABASE_URL: url, TEMPORAL_ADDRESS, TASK_QUEUE: taskQueue });
    worker = started.process;
    await until('the peer runs', 60_000, async () => (await started.words()).includes('the peer is running'));
    connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
    client = new Client({ connection });
  },
  async round({ streams }: Load) {
    const run = randomUUID();
    const dueAt = Date.now() + 5_000 + streams * 15;
    await atOnce(32, streams, async (serial) => {
      await client.workflow.start(workflow, { workflowId: `${run}/${serial}`, taskQueue, args: BENCH_ACTIVITY === 'none' ? [dueAt] : [dueAt, BENCH_ACTIVITY] });
    });
    if (Date.now() > dueAt - 1_000) throw new Error('the workflows were not started in time');
    const find = BENCH_ACTIVITY === 'none' ? closedOf : rowsOf;
    await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now()));
    let done: readonly number[] = [];
    await until('all timers have fired', 120_000, async () => (done = await find(run)).length >= streams);
    fired += streams;
    return lateness(dueAt, done);
  },
  async verify() {
    const { rows: [found] } = await pool.query<{ n: number }>('select count(*) as n from escalation');
    if (found?.n !== (BENCH_ACTIVITY === 'none' ? 0 : fired)) throw new Error(`${fired} timers fired, ${found?.n} rows`);
  },
  async close() {
    await connection.close();
    await worker.stop();
    await pool.end();
  },
});
