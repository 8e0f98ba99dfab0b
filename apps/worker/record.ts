import { needed, type Config } from '#config';
import { openPool, untilPresent } from '#database';
import type { EventStore } from '#event-store';
import { PostgresReadModels, prepareReadModels } from '#projections/postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import { openStore } from '../open-store.js';

export interface OpenRecord {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly readModels: PostgresReadModels;
  close(): Promise<void>;
}

/** Opens the record, waiting a while for PostgreSQL. */
export async function openRecord(config: Config, log: Logger, signal: AbortSignal): Promise<OpenRecord> {
  const url = needed(config.databaseUrl, 'DATABASE_URL');
  const pool = openPool(url, { name: 'minqing-worker' });
  await untilPresent(pool, { signal, onWait: (facts) => log.warn(facts, 'waiting for PostgreSQL') });
  const store = await openStore(config, pool, { url });
  await prepareReadModels(pool);
  const readModels = new PostgresReadModels(pool);
  return {
    pool, store, readModels,
    close: async () => {
      await readModels.close();
      await store.close();
      await pool.end();
    },
  };
}
