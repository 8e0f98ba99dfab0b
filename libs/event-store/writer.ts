import { setTimeout as delay } from 'node:timers/promises';
import { Fault, instantOf } from '#kernel';
import { Batcher, type BatchLimits, type Settled } from './batcher.js';
import { copyGroups } from './copies.js';
import type { AppendOutcome, AppendRequest, RecordedGroup, StoreHealth } from './port.js';
import { prepareAppend, type PreparedAppend } from './prepare.js';

export interface WriterOptions {
  /** How long a batch is tried before its callers hear that the store is unavailable or the outcome unknown. */
  readonly patienceMs: number;
  /** Appends that may wait; one more is answered `store-unavailable` at once. */
  readonly queue: number;
  readonly batch: BatchLimits;
}

/**
 * What a failed attempt says about the record.
 * - `not-sent`: nothing has left this process.
 * - `unknown`: the connection or the server went away; the batch may be committed or not.
 * - `transient`: nothing of the batch was written; the same may succeed later.
 * - `permanent`: nothing can be written until someone acts on the server.
 * - `refused`: nothing of the batch was written because of what is in it.
 */
export type Failure = 'not-sent' | 'unknown' | 'transient' | 'permanent' | 'refused';

export type Attempt = { readonly outcomes: readonly AppendOutcome[] } | { readonly failure: Failure; readonly cause: unknown };

/**
 * Readies a batch, then sends it, durable when it resolves to outcomes: one for each append, in order. It is sent again with
 * the same bytes; `again` says that an attempt before this one may have arrived.
 */
export type Sender = (batch: readonly PreparedAppend[]) => (again: boolean) => Promise<Attempt>;

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Appends in batches; tries again with the same bytes; freezes on what no retry can heal. */
export class Writer {
  private readonly batcher: Batcher;
  private state: StoreHealth = { status: 'ok' };
  private closed = false;

  constructor(private readonly ready: Sender, private readonly options: WriterOptions) {
    this.batcher = new Batcher((batch) => this.flush(batch), options.batch);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const prepared = prepareAppend(request, instantOf(Date.now()));
    if (this.isFrozen) throw this.frozen();
    if (this.closed || this.batcher.length >= this.options.queue) throw unavailable(this.closed ? 'closed' : 'queue-full');
    return this.batcher.add(prepared);
  }

  /** Writes what another store has, in its order. */
  copy(groups: readonly RecordedGroup[]): Promise<void> {
    return copyGroups(groups, this.options.batch, (batch) => this.flush(batch));
  }

  health(): StoreHealth {
    return this.state;
  }

  /** Lets what was accepted finish; what comes later is refused. */
  async close(): Promise<void> {
    this.closed = true;
    await this.batcher.idle();
  }

  private async flush(batch: readonly PreparedAppend[]): Promise<readonly Settled[]> {
    const send = this.ready(batch);
    const giveUpAt = performance.now() + this.options.patienceMs;
    let uncertain = false;
    let cause: unknown;
    for (let pause = FIRST_PAUSE_MS; !this.isFrozen; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const attempt = await send(uncertain);
      if ('outcomes' in attempt) {
        this.become({ status: 'ok' });
        return attempt.outcomes.map((outcome) => ({ outcome }));
      }
      cause = attempt.cause;
      uncertain ||= attempt.failure === 'unknown';
      if (attempt.failure === 'refused') return this.refused(batch, uncertain, cause);
      if (attempt.failure === 'permanent') this.freeze(cause);
      if (this.isFrozen) break;
      if (performance.now() + pause > giveUpAt) return all(batch, this.giveUp(uncertain, cause));
      await delay(pause);
    }
    return all(batch, uncertain ? unknownOutcome(cause) : this.frozen(cause));
  }

  /** Something in the batch cannot be stored: each append is tried alone, so that only the guilty one fails. */
  private async refused(batch: readonly PreparedAppend[], uncertain: boolean, cause: unknown): Promise<readonly Settled[]> {
    if (batch.length === 1) return all(batch, uncertain ? unknownOutcome(cause) : new Fault('append-malformed', { params: { field: 'data' }, cause }));
    const settled: Settled[] = [];
    for (const append of batch) settled.push(...(await this.flush([append])));
    return settled;
  }

  private freeze(cause: unknown): void {
    this.become({ status: 'frozen', since: instantOf(Date.now()), cause: reasonOf(cause) });
    this.batcher.rejectWaiting(this.frozen());
  }

  private giveUp(uncertain: boolean, cause: unknown): Fault {
    this.become({ status: 'unavailable', since: instantOf(Date.now()), cause: reasonOf(cause) });
    this.batcher.rejectWaiting(unavailable('database', cause));
    return uncertain ? unknownOutcome(cause) : unavailable('database', cause);
  }

  private get isFrozen(): boolean {
    return this.state.status === 'frozen';
  }

  /** What was met by one batch stays true for the one beside it: nothing thaws what is frozen. */
  private become(state: StoreHealth): void {
    if (!this.isFrozen) this.state = state;
  }

  private frozen(cause?: unknown): Fault {
    const reason = this.state.status === 'ok' ? 'unknown' : this.state.cause;
    return new Fault('store-frozen', { params: { reason }, cause, tryNext: 'nothing was written; heal the database, run verify, then start the process anew' });
  }
}

function all(batch: readonly PreparedAppend[], fault: Fault): readonly Settled[] {
  return batch.map(() => ({ fault }));
}

function unavailable(reason: string, cause?: unknown): Fault {
  return new Fault('store-unavailable', { params: { reason }, transient: true, cause, tryNext: 'nothing was written; give the same command again' });
}

function unknownOutcome(cause: unknown): Fault {
  return new Fault('store-outcome-unknown', { transient: true, cause, tryNext: 'give the same command again, or look it up by its id' });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
