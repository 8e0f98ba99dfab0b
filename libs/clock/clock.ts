import type { EventStore } from '#event-store';
import { untilAny } from '#kernel';
import type { StandstillCause } from '#wire/clock';
import type pg from 'pg';
import { IssueFold } from './issue-fold.js';
import type { Workflows } from './issue-workflows.js';
import { Keeper } from './keeper.js';
import { leadAlone } from './leader.js';
import { Bell, keepDoing, leftBehind, pause } from './pause.js';
import { Reconciler, type ReconcileReport } from './reconciler.js';
import { Sender } from './sender.js';
import { Standings } from './standings.js';

/** What the clock tells its log. `alarm` is for people: somebody has to act. */
export interface ClockLog {
  info(message: string, facts?: object): void;
  warn(message: string, facts?: object): void;
  alarm(message: string, facts?: object): void;
}

export interface ClockHealth {
  /** `standby`: another process keeps the clock. `frozen`: it must stand still; the last report says why. */
  readonly state: 'starting' | 'standby' | 'running' | 'frozen';
  /** Last position taken from the log. */
  readonly position: number;
  /** Why the record cannot be followed, or Temporal not told, at the moment; null while all is well. */
  readonly keeperFailure: string | null;
  readonly senderFailure: string | null;
  /** Why Temporal could not be seen to when that was last tried; null while all is well. */
  readonly provisionFailure: string | null;
  /** Why record and Temporal could not be compared, or not all of what differs healed, when that was last tried; null while all is well. */
  readonly comparisonFailure: string | null;
  /** Grows with each comparison that succeeded, and with each issue that was healed on the way. */
  readonly compared: number;
  readonly lastReport: ReconcileReport | null;
}

export interface ClockParts {
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly workflows: Workflows;
  readonly log: ClockLog;
  /** Whether the record was restored and its gap is not declared: the clock stands still meanwhile. */
  readonly undeclared?: () => Promise<boolean>;
  /** Sees to what Temporal must hold besides the workflows, before each comparison. */
  readonly provide?: (signal: AbortSignal) => Promise<void>;
  readonly reconcileEveryMs?: number;
}

const MINUTE = 60_000;
/** How long what is being told or compared may take to finish once the process is asked to stop: a Temporal that is silent would hold it up for as long as a call may last. */
const GRACE_MS = 5_000;
/** Comparisons in a row that failed before somebody is called: Temporal may be started anew meanwhile. */
const MISSES = 3;

const ALARMS: Readonly<Record<StandstillCause, string>> = {
  'gap-undeclared': 'the record was restored and its gap is not declared: the clock stands still until minqing declare-gap',
  'record-shorter': 'the clock has read further than the record reaches: it stands still. Was an old backup put back? Then run minqing declare-gap',
  'workflows-ahead': 'Temporal is ahead of the record: the clock stands still. Was an old backup restored? Then run minqing declare-gap',
};

/** The keeper, the sender and the reconciler of one process: the record leads, Temporal follows. */
export class Clock {
  private readonly standings: Standings;
  private readonly keeper: Keeper;
  private readonly sender: Sender;
  private readonly reconciler: Reconciler;
  private readonly news = new Bell();
  private now: ClockHealth = { state: 'starting', position: 0, keeperFailure: null, senderFailure: null, provisionFailure: null, comparisonFailure: null, compared: 0, lastReport: null };
  private missed = 0;
  /** As the keeping process noted it last. */
  private standsNoted = false;

  constructor(private readonly parts: ClockParts) {
    const { store, pool, workflows, undeclared } = parts;
    this.standings = new Standings(pool);
    this.keeper = new Keeper(store, this.standings, new IssueFold(store));
    this.sender = new Sender(this.standings, workflows);
    this.reconciler = new Reconciler({ store, standings: this.standings, keeper: this.keeper, workflows, ...(undeclared && { undeclared }) });
  }

  get health(): ClockHealth {
    return { ...this.now, compared: this.now.compared + this.reconciler.healed };
  }

  /** Whether no deadline may pass: the clock stands still, wherever it is kept, or this process does not know yet that it need not. */
  get standsStill(): boolean {
    const { state } = this.now;
    return state === 'starting' || state === 'frozen' || (state === 'standby' && this.standsNoted);
  }

  /** Runs until the signal aborts, whatever fails meanwhile: it logs, waits and goes on. */
  async run(signal: AbortSignal): Promise<void> {
    await keepDoing(signal, async () => {
      await this.standings.migrate();
      await this.readStandstill();
      this.update({ state: 'standby' });
      await leadAlone(this.parts.pool, signal, (leading) => this.lead(leading), () => this.readStandstill());
    }, (error, waitMs) => this.parts.log.warn('the clock cannot reach its table and tries again', { error: reasonOf(error), waitMs }));
  }

  /** One comparison of record and Temporal, for the command line; beside a running clock too. */
  async reconcile(onProgress?: (done: number, total: number) => void): Promise<ReconcileReport> {
    await this.standings.migrate();
    return this.reconciler.reconcile(onProgress && { onProgress });
  }

  private async lead(signal: AbortSignal): Promise<void> {
    await this.readStandstill();
    // A clock that is known to stand still does not move until a comparison has found that it may.
    this.update({ state: this.standsNoted ? 'frozen' : 'running' });
    this.parts.log.info('this process keeps the clock', { standsStill: this.standsNoted });
    let moving = this.standsNoted ? undefined : this.move(signal);
    try {
      for (;;) {
        await this.provide(signal);
        const still = await this.compare(signal);
        if (signal.aborted) return;
        if (still && moving) {
          await moving.stop();
          moving = undefined;
          this.update({ state: 'frozen' });
        } else if (!still && !moving) {
          this.update({ state: 'running' });
          moving = this.move(signal);
        }
        await pause(this.parts.reconcileEveryMs ?? MINUTE, signal);
      }
    } finally {
      await moving?.stop();
    }
  }

  private async readStandstill(): Promise<void> {
    this.standsNoted = (await this.standings.standstill()) !== null;
  }

  private async provide(signal: AbortSignal): Promise<void> {
    try {
      await leftBehind(signal, 0, this.parts.provide?.(signal) ?? Promise.resolve());
      if (signal.aborted) return;
      this.update({ provisionFailure: null });
    } catch (error) {
      if (signal.aborted) return;
      const reason = reasonOf(error);
      this.update({ provisionFailure: reason });
      this.parts.log.alarm('Temporal cannot be seen to: while its schedule is missing or paused the record is not sealed, and while search attributes are missing no issue gets its workflow', { error: reason });
    }
  }

  /** Whether the clock must stand still; the state stays as it is when record and Temporal could not be compared. */
  private async compare(signal: AbortSignal): Promise<boolean> {
    try {
      const report = await leftBehind(signal, GRACE_MS, this.reconciler.reconcile({ beside: true }));
      if (!report) return this.now.state === 'frozen';
      this.update({ lastReport: report, keeperFailure: null });
      await this.standings.noteStandstill(report.standstill);
      if (report.standstill) this.parts.log.alarm(ALARMS[report.standstill], { issues: report.ahead.slice(0, 20), count: report.ahead.length });
      else if (report.started + report.finished + report.signalled + report.ended > 0) this.parts.log.info('reconciled', { ...report, troubled: report.troubled.length, refused: report.refused.length });
      if (report.troubled.length > 0) this.parts.log.alarm('workflow tasks fail again and again', { issues: report.troubled.slice(0, 20), count: report.troubled.length });
      if (report.refusal === null) this.succeeded();
      else this.fell('Temporal would not be told of some issues', report.refusal, { issues: report.refused.slice(0, 20), count: report.refused.length });
      return report.standstill !== null;
    } catch (error) {
      if (!signal.aborted) this.fell('record and Temporal could not be compared', reasonOf(error));
      return this.now.state === 'frozen';
    }
  }

  private succeeded(): void {
    this.missed = 0;
    this.update({ comparisonFailure: null, compared: this.now.compared + 1 });
  }

  /** What fails once may be Temporal's restart; what fails again and again heals nothing any more. */
  private fell(what: string, reason: string, facts: object = {}): void {
    this.missed += 1;
    this.update({ comparisonFailure: reason });
    if (this.missed < MISSES) this.parts.log.warn(what, { ...facts, error: reason });
    else this.parts.log.alarm(`${what}, again and again: what goes wrong in Temporal does not heal meanwhile`, { ...facts, error: reason, comparisons: this.missed });
  }

  /** Follows the log and tells Temporal, side by side, until stopped. */
  private move(signal: AbortSignal): { stop(): Promise<void> } {
    const stopped = new AbortController();
    const running = untilAny([signal, stopped.signal], (either) => Promise.all([this.follow(either), this.send(either)]));
    return {
      stop: async () => {
        stopped.abort();
        await running;
      },
    };
  }

  private async follow(signal: AbortSignal): Promise<void> {
    await keepDoing(signal, () => this.keeper.follow(signal, (position) => {
      this.update({ position, keeperFailure: null });
      this.news.ring();
    }), (error, waitMs) => {
      const reason = reasonOf(error);
      this.update({ keeperFailure: reason });
      this.parts.log.alarm('the clock cannot follow the record and tries again', { error: reason, waitMs });
    });
  }

  private async send(signal: AbortSignal): Promise<void> {
    this.news.ring();
    await keepDoing(signal, async () => {
      await this.news.heard(signal);
      try {
        await leftBehind(signal, GRACE_MS, this.sender.sweep(signal));
        this.update({ senderFailure: null });
      } catch (error) {
        this.news.ring();
        throw error;
      }
    }, (error, waitMs) => {
      const reason = reasonOf(error);
      this.update({ senderFailure: reason });
      this.parts.log.warn('Temporal cannot be told and is tried again; reports are taken meanwhile', { error: reason, waitMs });
    });
  }

  private update(change: Partial<ClockHealth>): void {
    this.now = { ...this.now, ...change };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
