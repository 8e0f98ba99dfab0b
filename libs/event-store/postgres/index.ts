import { listen, migrate, openPool, refuseUnsafe } from '#database';
import type pg from 'pg';
import type { AppendOutcome, AppendReceipt, AppendRequest, LogTarget, RecordedEvent, RecordedGroup, StreamHead } from '../port.js';
import { followPages, Wakeups, type Following } from '../wakeups.js';
import { Writer, type StoreHealth, type WriterOptions } from '../writer.js';
import { MIGRATIONS } from './migrations.js';
import { Reader } from './reader.js';
import { batchSender } from './sender.js';

export type { StoreHealth } from '../writer.js';

const BATCH = { events: 1_000, size: 4 * 1024 * 1024, alongside: 64 };

/** The database by address, or by a pool of openPool's that `close` leaves open. */
export type PostgresStoreOptions = ({ readonly url: string } | { readonly pool: pg.Pool }) & Partial<Omit<WriterOptions, 'batch'>> & {
  /** How long one attempt may take. */
  readonly attemptMs?: number;
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
    this.writer = new Writer(batchSender(pool, attemptMs), { patienceMs, queue, batch: BATCH });
    this.reader = new Reader(pool);
    this.wakeups = new Wakeups((wake, signal) => listen(pool.options, 'record', wake, signal));
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

  follow(following: Following): AsyncIterable<readonly RecordedEvent[]> {
    return followPages((page) => this.readAll(page), this.wakeups, this.pollMs, following);
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
