import { setTimeout as delay } from 'node:timers/promises';
import { Fault, instantOf, type Instant } from '#kernel';
import type pg from 'pg';
import { copyGroups } from '../copies.js';
import type { AppendOutcome, AppendRequest, RecordedGroup } from '../port.js';
import { prepareAppend, type PreparedAppend } from '../prepare.js';
import { appendParameters, sendBatch, type AppendParameters } from './append-batch.js';
import { Batcher, type Settled } from './batcher.js';
import { failureOf, type Failure } from './failure.js';

export interface WriterOptions {
  /** How long one attempt may take. */
  readonly attemptMs: number;
  /** How long a batch is tried before its callers hear that the store is unavailable or the outcome unknown. */
  readonly patienceMs: number;
  /** Appends that may wait; one more is answered `store-unavailable` at once. */
  readonly queue: number;
}

/** `frozen`: a permanent error was met and nothing is written any more until the process is started anew. */
export type StoreHealth =
  | { readonly status: 'ok' }
  | { readonly status: 'unavailable' | 'frozen'; readonly since: Instant; readonly cause: string };

type Attempt = { readonly outcomes: readonly AppendOutcome[] } | { readonly failure: Failure | 'not-sent'; readonly cause: unknown };

const BATCH = { events: 1_000, size: 4 * 1024 * 1024, alongside: 64 };
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Appends in batches; tries again with the same bytes; freezes on what no retry can heal. */
export class Writer {
  private readonly batcher = new Batcher((batch) => this.flush(batch), BATCH);
  private state: StoreHealth = { status: 'ok' };
  private closed = false;

  constructor(private readonly pool: pg.Pool, private readonly options: WriterOptions) {}

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const prepared = prepareAppend(request, instantOf(Date.now()));
    if (this.state.status === 'frozen') throw this.frozen();
    if (this.closed || this.batcher.length >= this.options.queue) throw unavailable(this.closed ? 'closed' : 'queue-full');
    return this.batcher.add(prepared);
  }

  /** Writes what another store has, in its order. */
  copy(groups: readonly RecordedGroup[]): Promise<void> {
    return copyGroups(groups, BATCH, (batch) => this.flush(batch));
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
    if (this.state.status === 'frozen') return all(batch, this.frozen());
    const parameters = appendParameters(batch);
    const giveUpAt = performance.now() + this.options.patienceMs;
    let uncertain = false;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const attempt = await this.attempt(batch, parameters, uncertain);
      if ('outcomes' in attempt) {
        this.state = { status: 'ok' };
        return attempt.outcomes.map((outcome) => ({ outcome }));
      }
      const { failure, cause } = attempt;
      uncertain ||= failure === 'unknown';
      if (failure === 'refused') return this.refused(batch, uncertain, cause);
      if (failure === 'permanent') return all(batch, this.freeze(uncertain, cause));
      if (performance.now() + pause > giveUpAt) return all(batch, this.giveUp(uncertain, cause));
      await delay(pause);
    }
  }

  private async attempt(batch: readonly PreparedAppend[], parameters: AppendParameters, again: boolean): Promise<Attempt> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (cause) {
      return { failure: 'not-sent', cause };
    }
    let broken = true;
    try {
      const outcomes = await sendBatch(client, batch, parameters, { timeoutMs: this.options.attemptMs, again });
      broken = false;
      return { outcomes };
    } catch (cause) {
      return { failure: failureOf(cause), cause };
    } finally {
      client.release(broken);
    }
  }

  /** Something in the batch cannot be stored: each append is tried alone, so that only the guilty one fails. */
  private async refused(batch: readonly PreparedAppend[], uncertain: boolean, cause: unknown): Promise<readonly Settled[]> {
    if (batch.length === 1) return all(batch, uncertain ? unknownOutcome(cause) : new Fault('append-malformed', { params: { field: 'data' }, cause }));
    const settled: Settled[] = [];
    for (const append of batch) settled.push(...(await this.flush([append])));
    return settled;
  }

  private freeze(uncertain: boolean, cause: unknown): Fault {
    this.state = { status: 'frozen', since: instantOf(Date.now()), cause: reasonOf(cause) };
    this.batcher.rejectWaiting(this.frozen());
    return uncertain ? unknownOutcome(cause) : this.frozen(cause);
  }

  private giveUp(uncertain: boolean, cause: unknown): Fault {
    this.state = { status: 'unavailable', since: instantOf(Date.now()), cause: reasonOf(cause) };
    this.batcher.rejectWaiting(unavailable('database', cause));
    return uncertain ? unknownOutcome(cause) : unavailable('database', cause);
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
