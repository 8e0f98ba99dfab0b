import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { Runtime, Worker, type LogLevel } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { GiveCommand, type CommandOutcome } from '#application';
import { clockPosition } from '#clock/position';
import { Clock, clockActivities, connectWithRetry, IssueWorkflows, provisionsOf, sealActivities, type ClockLog, type TemporalConnection } from '#clock';
import { loadConfig, type Config } from '#config';
import { instantOf, type Instant } from '#kernel';
import { CLOCK_QUEUE } from '#wire/clock';
import { workflowBundle } from '../../workflows/bundle.js';
import { warnOfCalendar } from './calendar-warning.js';
import { CommandsInHand } from './health/commands-in-hand.js';
import { serveHealth } from './health/health-server.js';
import { WorkerHealth, type PartState, type WorkerPart } from './health/worker-health.js';
import { openWorkersRecord, type WorkersRecord } from './record.js';
import { openSealing, type Sealing } from './sealing.js';
import { WorkerModule } from './worker.module.js';

/** How long a task in hand may take to finish after SIGTERM. */
const GRACE = '10s';
/** How long all of it may take: Temporal's worker takes its leave of the server, which may be silent. */
const FORCE = '20s';

/** The process that lends the clock its hands: runs the issue workflows, keeps them up to the record, and compares the two. */
async function main(config: Config, log: Logger, signal: AbortSignal): Promise<void> {
  Runtime.install({ shutdownSignals: [], logger: temporalLog(log) });
  const record = await openWorkersRecord(config, log, signal);
  await closingAfter([() => record.close()], log, async () => {
    await warnOfCalendar(record.store, now(), log);
    const sealing = await openSealing(config, record, now, log);
    const temporal = await connectWithRetry(config.temporal, { signal, onWait: (error, waitMs) => log.warn({ waitMs, address: config.temporal.address, reason: String(error) }, 'waiting for Temporal') });
    const app = await NestFactory.createApplicationContext(WorkerModule.with({ ...record, now }), { logger: ['error', 'warn'], abortOnError: false });
    await closingAfter([() => app.close(), () => temporal.connection.close()], log, () => run({ config, app, record, sealing, temporal, log, signal }));
  });
}

/** Closes once the work is over, whether it failed or not. What cannot be closed is a line in the log: it never stands for what the work failed with. */
async function closingAfter(closes: readonly (() => Promise<void>)[], log: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    for (const close of closes) await close().catch((error: unknown) => log.warn({ reason: String(error) }, 'something could not be closed'));
  }
}

interface Parts {
  readonly config: Config;
  readonly app: INestApplicationContext;
  readonly record: WorkersRecord;
  readonly sealing: Sealing;
  readonly temporal: TemporalConnection;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Listens before there is a worker: on a port that is taken the process ends, and a worker that was made and never ran would not let it. */
async function run(parts: Parts): Promise<void> {
  const { config, record, temporal, log } = parts;
  const workflows = new IssueWorkflows({ client: temporal.client, eager: true });
  const clock = new Clock({ store: record.record, pool: record.pool, workflows, log: clockLog(log), undeclared: async () => (await record.mark.read()) !== undefined, provide: provisionsOf(temporal) });
  const commands = new CommandsInHand();
  const health = new WorkerHealth({ store: record.record, checkpoint: () => clockPosition(record.pool), sealedAt: parts.sealing.doneAt, clock: () => clock.health, commands, changed: (part, state) => tellChange(log, part, state) });
  const listening = config.workerPort === null ? undefined : await serveHealth(health, { host: config.host, port: config.workerPort });
  await closingAfter(listening ? [() => listening.close()] : [], log, () => work(parts, { clock, commands, health }));
}

interface Work {
  readonly clock: Clock;
  readonly commands: CommandsInHand;
  readonly health: WorkerHealth;
}

/** Returns after a clean shutdown. A worker or a clock that fails stops the other one, and the failure goes up. */
async function work({ app, sealing, temporal, log, signal }: Parts, { clock, commands, health }: Work): Promise<void> {
  const bus = app.get(CommandBus);
  const failed = new AbortController();
  const ending = AbortSignal.any([signal, failed.signal]);
  const worker = await Worker.create({
    connection: temporal.connection,
    namespace: temporal.namespace,
    taskQueue: CLOCK_QUEUE,
    workflowBundle: await workflowBundle(),
    activities: {
      ...clockActivities({
        give: (command, workflow) => commands.through(() => bus.execute<GiveCommand, CommandOutcome>(new GiveCommand(command, workflow))),
        now,
        frozen: () => clock.standsStill,
      }),
      ...sealActivities({ sealUntil: sealing.sealUntil, ending }),
    },
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
  });
  const watching = health.watch(ending);
  const working = worker.run().finally(() => failed.abort());
  const keeping = clock.run(ending).finally(() => failed.abort());
  const shutDown = () => { if (worker.getState() === 'RUNNING') worker.shutdown(); };
  if (ending.aborted) shutDown();
  ending.addEventListener('abort', shutDown, { once: true });
  log.info({ namespace: temporal.namespace }, 'the worker is running');
  const outcomes = await Promise.allSettled([working, keeping]);
  await watching;
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

const UNSEALED = 'for minutes the record has not been sealed as a whole, or a witness has not taken what it is told: the lines before, and the page of operations, say why';

function tellChange(log: Logger, part: WorkerPart, state: PartState): void {
  if (state === 'moves') log.info({ part }, 'a part of the worker moves again');
  else log.error({ alarm: true, part, state }, state === 'frozen' ? 'a part of the worker is frozen: heal the database, run verify, then start the worker anew' : part === 'sealing' ? UNSEALED : 'a part of the worker stands still though work waits: see whether PostgreSQL and Temporal answer, and start the worker anew if they do');
}

function now(): Instant {
  return instantOf(Date.now());
}

function clockLog(log: Logger): ClockLog {
  return {
    info: (message, facts) => log.info(facts ?? {}, message),
    warn: (message, facts) => log.warn(facts ?? {}, message),
    alarm: (message, facts) => log.error({ ...facts, alarm: true }, message),
  };
}

/** Temporal's own lines: its everyday ones are debug to us, and only what they say is kept, not the payloads they are about. */
function temporalLog(log: Logger) {
  const write = (level: 'debug' | 'warn' | 'error') => (message: string, meta?: Record<string, unknown>) =>
    log[level]({ workflowId: meta?.['workflowId'], error: meta?.['error'] instanceof Error ? meta['error'].message : undefined }, message);
  const lines = { trace: write('debug'), debug: write('debug'), info: write('debug'), warn: write('warn'), error: write('error') };
  return { ...lines, log: (level: LogLevel, message: string, meta?: Record<string, unknown>) => lines[level.toLowerCase() as keyof typeof lines](message, meta) };
}

const config = loadConfig();
const log = pino({ name: 'worker', level: config.logLevel });
const asked = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => asked.abort());

main(config, log, asked.signal).then(
  () => log.info('the worker has stopped'),
  (error: unknown) => {
    // Threads of Temporal's may be left that would keep the process from its end.
    if (asked.signal.aborted) process.exit(0);
    log.fatal({ err: error }, 'the worker failed');
    process.exit(1);
  },
);
