import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool, withTransaction } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { instantOf } from '#kernel';
import { KeyFile, parseCheckpoint, parseNote, Sealer, type SealerParts, type Seals, type StoredCheckpoint } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { append } from '../../libs/testing/append-requests.js';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';

export interface SealedRecord {
  readonly folder: string;
  readonly pool: pg.Pool;
  readonly store: PostgresEventStore;
  readonly seals: Seals;
  readonly keyFile: KeyFile;
  readonly parts: SealerParts;
  readonly sealer: Sealer;
  /** Appends so many events, three to a stream. */
  grow(events: number): Promise<void>;
  sizes(): Promise<number[]>;
  close(): Promise<void>;
}

export async function openSealedRecord(): Promise<SealedRecord> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'minqing-seal-'));
  const pool = openPool(database.url, { name: 'seal-spec' });
  const store = await openPostgresStore({ pool });
  const seals = await openPostgresSeals(pool);
  const keyFile = new KeyFile(join(folder, 'keys', 'seal-key.pem'));
  const parts: SealerParts = { store, seals, keyFile, now: () => instantOf(Date.now()) };
  return {
    folder, pool, store, seals, keyFile, parts, sealer: new Sealer(parts),
    async grow(events) {
      const groups = Array.from({ length: Math.ceil(events / 3) }, (_, index) => Array.from({ length: Math.min(3, events - 3 * index) }, (_, place) => ({ note: `${index}/${place}` })));
      await Promise.all(groups.map((data) => append(store, { data })));
    },
    async sizes() {
      return (await allOf(seals)).map(({ size }) => size);
    },
    async close() {
      await store.close();
      await pool.end();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function allOf(seals: Seals): Promise<readonly StoredCheckpoint[]> {
  return seals.checkpoints({ after: 0, limit: 100_000 });
}

export function said({ note }: StoredCheckpoint): ReturnType<typeof parseCheckpoint> {
  return parseCheckpoint(parseNote(note).text);
}

/** As someone with the database's own password would do it, past the guards against accidents. */
export async function tamper(pool: pg.Pool, table: 'record.event' | 'seal.checkpoint' | 'seal.key', ...statements: string[]): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query(`alter table ${table} disable trigger append_only`);
    for (const statement of statements) await client.query(statement);
    await client.query(`alter table ${table} enable always trigger append_only`);
  });
}
