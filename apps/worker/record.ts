import { setTimeout as sleep } from 'node:timers/promises';
import { needed, type Config } from '#config';
import { openPool } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { PostgresReadModels, prepareReadModels } from '#projections/postgres';
import type pg from 'pg';
import type { Logger } from 'pino';

export interface OpenRecord {
  readonly pool: pg.Pool;
  readonly store: PostgresEventStore;
  readonly readModels: PostgresReadModels;
  close(): Promise<void>;
}

/** Opens the record, waiting for PostgreSQL until it answers or the signal aborts. Any other failure than its absence goes up. */
export async function openRecord(config: Config, log: Logger, signal: AbortSignal): Promise<OpenRecord> {
  const url = needed(config.databaseUrl, 'DATABASE_URL');
  const pool = openPool(url, { name: 'minqing-worker' });
  const store = await present(() => openPostgresStore({ url }), log, signal);
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

const ABSENT = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', '57P03']);
const WAIT_MS = 1_000;

async function present<T>(open: () => Promise<T>, log: Logger, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await open();
    } catch (error) {
      if (!isAbsence(error)) throw error;
      log.warn({ waitMs: WAIT_MS }, 'waiting for PostgreSQL');
      await sleep(WAIT_MS, undefined, { signal });
    }
  }
}

/** Nobody listens there, or not yet. The reason may lie a few causes deep, or be one of several addresses tried. */
function isAbsence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && ABSENT.has(String(error.code))) return true;
  if (error instanceof AggregateError && error.errors.some(isAbsence)) return true;
  return isAbsence(error.cause);
}
