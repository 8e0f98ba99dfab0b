import { join } from 'node:path';
import type pg from 'pg';
import { readableModels, type Digest } from '#application';
import type { EventStore } from '#event-store';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { Opener, SealingStore, type Vault } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import type { ReadModels } from '#projections';
import { GuardedStore, RestoreMark } from '#recovery';

export interface SealedRecord {
  /** As it is kept. */
  readonly record: PostgresEventStore;
  /** In clear. Closing it closes the record. */
  readonly store: EventStore;
  readonly vault: Vault;
  readonly mark: RestoreMark;
  readonly digest: Digest;
  readable(models: ReadModels): ReadModels;
}

/** The record as apps have it: sealed by keys whose master key lies in the folder. */
export async function openSealedRecord(pool: pg.Pool, folder: string): Promise<SealedRecord> {
  const record = await openPostgresStore({ pool });
  const vault = await openPostgresVault(pool, { masterKeyFile: join(folder, 'master-key') });
  const mark = await RestoreMark.open(pool);
  return {
    record, vault, mark, store: new SealingStore(new GuardedStore(record, mark), vault), digest: (text) => vault.digest(text), readable: (models) => readableModels(models, new Opener(vault)),
  };
}
