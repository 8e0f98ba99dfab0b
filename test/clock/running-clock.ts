import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { Clock, clockActivities, connectWithRetry, IssueWorkflows, provisionsOf, sealActivities, type ActivityParts, type ClockHealth } from '#clock';
import { CLOCK_QUEUE, issueWorkflowId, type Standing } from '#wire/clock';
import { bundleWorkflows } from '../../workflows/bundle.js';
import { FaultPlan } from '../../libs/testing/fault-points.js';
import { faultyStore } from '../../libs/testing/faulty-store.js';
import { faultyWorkflows } from '../../libs/testing/faulty-workflows.js';
import { testTemporal, type TestTemporal } from '../../libs/testing/servers.js';
import { now, openRecord, type TestRecord } from './record.js';

export interface RunningClock {
  readonly client: Client;
  health(): ClockHealth;
  alarms(): readonly string[];
  /** Ends worker and keeper as on SIGTERM. */
  stop(): Promise<void>;
}

interface Options {
  readonly renewAfter?: number;
  readonly give?: ActivityParts['give'];
  /** What goes wrong at the calls to the record and to Temporal. */
  readonly plan?: FaultPlan;
  /** Sees to attributes and to the schedule that seals as well; nothing is sealed. */
  readonly provides?: true;
}

let bundle: Promise<{ code: string }> | undefined;

/** Worker, keeper and reconciler over one record, as apps/worker runs them, comparing each second. */
export async function runClock(record: TestRecord, address: string, options: Options = {}): Promise<RunningClock> {
  // Its lines would drown the test's own; what matters is asserted.
  if (!bundle) Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  bundle ??= bundleWorkflows();
  const temporal = await connectWithRetry({ address, namespace: 'default', apiKey: null, tls: null, cli: null });
  const { connection, client, namespace } = temporal;
  const alarms: string[] = [];
  const plan = options.plan ?? new FaultPlan(0, 0);
  const lost = (): Error => new Error('planned');
  const give: ActivityParts['give'] = (command, workflow) => plan.through('give', () => (options.give ?? record.give)(command, workflow), { undone: lost, unknown: lost, denied: lost });
  const clock: Clock = new Clock({
    store: faultyStore(record.store, plan), pool: record.pool, reconcileEveryMs: 1_000, ...(options.provides && { provide: provisionsOf(temporal) }),
    workflows: faultyWorkflows(new IssueWorkflows({ client, eager: true, ...(options.renewAfter === undefined ? {} : { renewAfter: options.renewAfter }) }), plan),
    log: { info: () => undefined, warn: () => undefined, alarm: (message) => alarms.push(message) },
  });
  const end = new AbortController();
  const worker = await Worker.create({
    connection, namespace, taskQueue: CLOCK_QUEUE, workflowBundle: await bundle,
    activities: { ...clockActivities({ give, now, frozen: () => clock.standsStill }), ...sealActivities({ sealUntil: async () => 0, ending: end.signal }) },
  });
  const running = Promise.all([worker.run(), clock.run(end.signal)]);
  return {
    client,
    health: () => clock.health,
    alarms: () => alarms,
    stop: async () => {
      end.abort();
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

export interface OpenClock {
  readonly record: TestRecord;
  readonly temporal: TestTemporal;
  readonly clock: RunningClock;
  close(): Promise<void>;
}

/** A record, a Temporal of its own, and the clock between them. */
export async function openClock(): Promise<OpenClock> {
  const [record, temporal] = await Promise.all([openRecord(), testTemporal()]);
  const clock = await runClock(record, temporal.address);
  return {
    record, temporal, clock,
    close: async () => {
      await clock.stop();
      await temporal.stop();
      await record.close();
    },
  };
}

/** What the workflow itself knows. */
export function standingOf(client: Client, issueId: string): Promise<Standing> {
  return client.workflow.getHandle(issueWorkflowId(issueId)).query<Standing>('standing');
}

export async function statusOf(client: Client, issueId: string): Promise<string> {
  return (await client.workflow.getHandle(issueWorkflowId(issueId)).describe()).status.name;
}
