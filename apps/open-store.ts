import type pg from 'pg';
import type { Config } from '#config';
import { openPool, refuseUnsafe, untilPresent } from '#database';
import type { EventStore, LogStore } from '#event-store';
import { openPostgresStore, type PostgresStoreOptions } from '#event-store/postgres';
import { Fault } from '#kernel';
import { SealingStore, type Vault } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import { prepareReadModels, projectionHealth } from '#projections/postgres';
import { GuardedStore, noticePutBack, RestoreMark } from '#recovery';
import { openPostgresSeals } from '#seal/postgres';

/** The record as an app has it. */
export interface OpenRecord {
  /** As it is kept: personal texts sealed. For what follows, checks or copies it. */
  readonly record: LogStore;
  /** The same in clear, for what decides and for what people are shown. Closing it closes the record. */
  readonly store: EventStore;
  readonly vault: Vault;
  /** While it stands `store` takes nothing. */
  readonly mark: RestoreMark;
}

/** Opens the record and the keys of those it speaks of. Faults of `noticePutBack`. */
export async function openRecord(config: Config, pool: pg.Pool, inPostgres?: PostgresStoreOptions): Promise<OpenRecord> {
  const record = await openStore(config, pool, inPostgres);
  try {
    const vault = await openPostgresVault(pool, config);
    const mark = await RestoreMark.open(pool);
    const { exportFile } = config.seal;
    if (exportFile !== null) await noticePutBack({ seals: await openPostgresSeals(pool), store: record, mark }, exportFile);
    return { record, store: new SealingStore(new GuardedStore(record, mark), vault), vault, mark };
  } catch (fault) {
    await record.close();
    throw fault;
  }
}

/** A person waits for the answer: long enough for a server that is starting again. */
const PATIENCE_MS = 5_000;

/**
 * The record where the configuration has it: in KurrentDB, or in PostgreSQL beside the read models, over the given pool
 * unless connections of its own are asked for. Fault `record-elsewhere` when the read models were made from another one.
 */
export async function openStore(config: Config, pool: pg.Pool, inPostgres: PostgresStoreOptions = { pool }): Promise<LogStore> {
  await refuseUnsafe(pool);
  const store = config.kurrentdbUrl === null ? await openPostgresStore(inPostgres) : await openInKurrentDB(config.kurrentdbUrl);
  try {
    await refuseOtherRecord(config, store, pool);
    return store;
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** A record by its address alone. Fault `database-unreachable` when PostgreSQL does not answer in a few seconds. */
export async function openStoreAt(url: string): Promise<LogStore> {
  if (!/^postgres(ql)?:/.test(url)) return await openInKurrentDB(url);
  const pool = openPool(url, { max: 1, name: 'minqing-presence' });
  await untilPresent(pool, { patienceMs: PATIENCE_MS }).finally(() => pool.end());
  return await openPostgresStore({ url });
}

/** Its client is native code that not every machine has: only who wants it loads it. */
async function openInKurrentDB(url: string): Promise<LogStore> {
  const { openKurrentStore } = await import('#event-store/kurrentdb');
  return openKurrentStore({ url });
}

/**
 * Setting or losing KURRENTDB_URL alone would begin a second history under the read models of the first. In PostgreSQL a
 * record that has lost its end is opened all the same: verify has to say so.
 */
async function refuseOtherRecord({ kurrentdbUrl }: Config, store: LogStore, pool: pg.Pool): Promise<void> {
  await prepareReadModels(pool);
  const seen = Math.max(0, ...(await projectionHealth(pool)).map(({ position }) => position));
  const record = await store.lastPosition();
  const other = kurrentdbUrl === null ? record === 0 && seen > 0 : record < seen;
  if (!other) return;
  throw new Fault('record-elsewhere', {
    params: { seen, record },
    tryNext: 'the read models in DATABASE_URL were made from another record: set KURRENTDB_URL to where that is, move it with minqing copy-log, or use a new database',
  });
}
