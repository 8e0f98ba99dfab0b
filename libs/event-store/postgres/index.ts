import { migrate, openPool, refuseUnsafe } from '#database';
import { Fault } from '#kernel';
import type pg from 'pg';
import type { AppendOutcome, AppendReceipt, AppendRequest, LogTarget, RecordedEvent, RecordedGroup, StreamHead } from '../port.js';
import { MIGRATIONS } from './migrations.js';
import { Reader } from './reader.js';
import { Wakeups } from './wakeups.js';
import { Writer, type StoreHealth, type WriterOptions } from './writer.js';

export type { StoreHealth } from './writer.js';

/** The database by address, or by a pool of openPool's that `close` leaves open. */
export type PostgresStoreOptions = ({ readonly url: string } | { readonly pool: pg.Pool }) & Partial<WriterOptions> & {
  /** How often a follower looks by itself, should a notice be lost. */
  readonly pollMs?: number;
};

export interface PostgresEventStore extends LogTarget {
  /** As the last append left it; an append that succeeds makes `unavailable` `ok` again, nothing makes `frozen` so. */
  health(): StoreHealth;
}

/** Opens the record, its schema brought to the newest form. Fault `database-unsafe` when the server could lose commits. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresEventStore> {
  const own = 'url' in options;
  const pool = own ? openPool(options.url, { name: 'minqing-record' }) : options.pool;
  try {
    await refuseUnsafe(pool);
    await migrate(pool, 'record', MIGRATIONS);
  } catch (fault) {
    if (own) await pool.end();
    throw fault;
  }
  return new PostgresStore(pool, own, options);
}

class PostgresStore implements PostgresEventStore {
  private readonly writer: Writer;
  private readonly reader: Reader;
  private readonly wakeups: Wakeups;
  private readonly pollMs: number;
  private closed: Promise<void> | undefined;

  constructor(private readonly pool: pg.Pool, private readonly ownsPool: boolean, options: PostgresStoreOptions) {
    const { attemptMs = 10_000, patienceMs = 15_000, queue = 20_000, pollMs = 1_000 } = options;
    this.writer = new Writer(pool, { attemptMs, patienceMs, queue });
    this.reader = new Reader(pool);
    this.wakeups = new Wakeups(pool.options);
    this.pollMs = pollMs;
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.writer.append(request);
  }

  appendRecorded(groups: readonly RecordedGroup[]): Promise<void> {
    return this.writer.copy(groups);
  }

  health(): StoreHealth {
    return this.writer.health();
  }

  readStream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }> {
    return this.reader.stream(streamId);
  }

  readAll({ after, limit = 1000 }: { after: number; limit?: number }): Promise<readonly RecordedEvent[]> {
    return this.reader.all(after, limit);
  }

  async *follow({ after, signal, pageSize = 1000 }: { after: number; signal: AbortSignal; pageSize?: number }): AsyncIterable<readonly RecordedEvent[]> {
    let position = after;
    while (!signal.aborted && !this.wakeups.closed) {
      const seen = this.wakeups.count;
      const page = await this.readAll({ after: position, limit: pageSize }).catch(nothingWhileUnavailable);
      if (signal.aborted) return;
      if (page.length > 0) {
        position = page.at(-1)!.position;
        yield page;
      } else {
        await this.wakeups.wait(seen, this.pollMs, signal);
      }
    }
  }

  lastPosition(): Promise<number> {
    return this.reader.lastPosition();
  }

  findCommand(commandId: string): Promise<AppendReceipt | undefined> {
    return this.reader.command(commandId);
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    await this.writer.close();
    await this.wakeups.close();
    if (this.ownsPool) await this.pool.end();
  }
}

/** A follower outlives the server's restart: it looks again later. */
function nothingWhileUnavailable(error: unknown): readonly RecordedEvent[] {
  if (error instanceof Fault && error.transient) return [];
  throw error;
}
