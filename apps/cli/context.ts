import { join } from 'node:path';
import type pg from 'pg';
import { Facts, Giver, readableModels } from '#application';
import { besideRunning, loadConfig, type Config } from '#config';
import { openPool, untilPresent } from '#database';
import type { EventStore, LogTarget } from '#event-store';
import { Fault, instantOf, type Instant } from '#kernel';
import { Opener, type Vault } from '#privacy';
import type { ReadModels } from '#projections';
import { PostgresReadModels, prepareReadModels } from '#projections/postgres';
import type { RestoreMark } from '#recovery';
import { holdsCluster, reachableFolder, startPostgres } from '#servers';
import { openRecord, openStore } from '../open-store.js';

/** The product without its servers, for one command. */
export interface Context {
  readonly config: Config;
  readonly pool: pg.Pool;
  /** As it is kept: personal texts sealed. */
  readonly record: LogTarget;
  /** The same in clear. */
  readonly store: EventStore;
  readonly vault: Vault;
  /** While it stands `store` takes nothing. */
  readonly mark: RestoreMark;
  readonly readModels: ReadModels;
  readonly giver: Giver;
  now(): Instant;
}

/** For what follows, checks or copies the record: its store holds it as it is kept. */
export function asKept(context: Context): Context {
  return { ...context, store: context.record };
}

/** A person waits for the answer: long enough for a server that is starting again. */
const PATIENCE_MS = 5_000;

/**
 * Opens the record for one command: that of DATABASE_URL, of the running `npm start`, or the data folder's own, for which
 * PostgreSQL is started meanwhile. Fault `no-record` when there is none of them,
 * `database-unreachable` when it does not answer.
 */
export function withContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
  return withTables(async ({ config, pool }) => {
    const { record, store, vault, mark } = await openRecord(config, pool);
    await prepareReadModels(pool);
    const models = new PostgresReadModels(pool);
    const readModels = readableModels(models, new Opener(vault));
    try {
      return await work({ config, pool, record, store, vault, mark, readModels, giver: new Giver(store, new Facts(store, readModels), (text) => vault.digest(text)), now: () => instantOf(Date.now()) });
    } finally {
      await models.close();
      await store.close();
    }
  });
}

/** The same database alone, for what must work also where the record cannot be opened. */
export async function withTables<T>(work: (place: Pick<Context, 'config' | 'pool'>) => Promise<T>): Promise<T> {
  const config = besideRunning(loadConfig());
  const server = config.databaseUrl === null ? await startOwn(config) : undefined;
  const pool = openPool(config.databaseUrl ?? server!.url, { name: 'minqing-cli' });
  try {
    await untilPresent(pool, { patienceMs: PATIENCE_MS });
    return await work({ config, pool });
  } finally {
    await pool.end();
    await server?.stop();
  }
}

/** A database for a record that is not there yet: the same as for a command, and the data folder's own is made when there is none. */
export async function withDatabase<T>(work: (place: { readonly pool: pg.Pool; readonly record: LogTarget }) => Promise<T>): Promise<T> {
  const config = besideRunning(loadConfig());
  const server = config.databaseUrl === null ? await startPostgres({ dataDir: await reachableFolder(join(config.home, 'postgres')) }) : undefined;
  const pool = openPool(config.databaseUrl ?? server!.url, { name: 'minqing-cli' });
  try {
    await untilPresent(pool, { patienceMs: PATIENCE_MS });
    const record = await openStore(config, pool);
    return await work({ pool, record }).finally(() => record.close());
  } finally {
    await pool.end();
    await server?.stop();
  }
}

async function startOwn(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await reachableFolder(join(config.home, 'postgres'));
  if (!holdsCluster(dataDir)) throw new Fault('no-record', { params: { home: config.home } });
  return await startPostgres({ dataDir });
}
