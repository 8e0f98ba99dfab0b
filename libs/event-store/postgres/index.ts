import { listen, migrate, openPool, refuseUnsafe } from '#database';
import type pg from 'pg';
import { LogStore } from '../log-store.js';
import { Wakeups } from '../wakeups.js';
import { Writer, type WriterOptions } from '../writer.js';
import { MIGRATIONS } from './migrations.js';
import { Reader } from './reader.js';
import { batchSender } from './sender.js';

export { misfiledEvents } from './misfiled.js';

const BATCH = { events: 1_000, size: 4 * 1024 * 1024, alongside: 64 };

/** The database by address, or by a pool of openPool's that `close` leaves open. */
export type PostgresStoreOptions = ({ readonly url: string } | { readonly pool: pg.Pool }) & Partial<Omit<WriterOptions, 'batch'>> & {
  /** How long one attempt may take. */
  readonly attemptMs?: number;
  /** How often a follower looks by itself, should a notice be lost. */
  readonly pollMs?: number;
};

export type PostgresEventStore = LogStore;

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
  const { attemptMs = 10_000, patienceMs = 15_000, queue = 20_000, pollMs = 1_000 } = options;
  return new LogStore({
    writer: new Writer(batchSender(pool, attemptMs), { patienceMs, queue, batch: BATCH }),
    reader: new Reader(pool),
    wakeups: new Wakeups((wake, signal) => listen(pool.options, 'record', wake, signal)),
    pollMs,
    release: async () => { if (own) await pool.end(); },
  });
}
