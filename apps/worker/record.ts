import type { Digest } from '#application';
import { needed, type Config } from '#config';
import { openPool, untilPresent } from '#database';
import { PostgresReadModels, prepareReadModels } from '#projections/postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import { openRecord, type OpenRecord } from '../open-store.js';

export interface WorkersRecord extends OpenRecord {
  readonly pool: pg.Pool;
  readonly readModels: PostgresReadModels;
  readonly digest: Digest;
  close(): Promise<void>;
}

/** Opens the record, waiting a while for PostgreSQL. */
export async function openWorkersRecord(config: Config, log: Logger, signal: AbortSignal): Promise<WorkersRecord> {
  const url = needed(config.databaseUrl, 'DATABASE_URL');
  const pool = openPool(url, { name: 'minqing-worker' });
  await untilPresent(pool, { signal, onWait: (facts) => log.warn(facts, 'waiting for PostgreSQL') });
  const opened = await openRecord(config, pool, { url });
  await prepareReadModels(pool);
  const readModels = new PostgresReadModels(pool);
  return {
    ...opened, pool, readModels, digest: (text) => opened.vault.digest(text),
    close: async () => {
      await readModels.close();
      await opened.store.close();
      await pool.end();
    },
  };
}
