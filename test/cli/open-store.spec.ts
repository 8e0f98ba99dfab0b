import { loadConfig } from '#config';
import { openPool } from '#database';
import { prepareReadModels } from '#projections/postgres';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';
import { openStore, openStoreAt } from '../../apps/open-store.js';
import { append } from '../../libs/testing/append-requests.js';
import { freePort } from '#servers';

let database: { url: string; drop(): Promise<void> };
let pool: pg.Pool;

beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { name: 'open-store-spec' });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function readModelsHaveSeen(position: number): Promise<void> {
  await prepareReadModels(pool);
  await pool.query('update read.checkpoint set position = $1', [position]);
}

it('opens the record beside the read models when no other place is named', async () => {
  const store = await openStore(loadConfig({ DATABASE_URL: database.url }), pool);
  await append(store, { stream: 'a' });
  await readModelsHaveSeen(1);
  await store.close();
  const again = await openStoreAt(database.url);
  expect(await again.lastPosition()).toBe(1);
  await again.close();
});

it('refuses an empty record when the read models were made from another one: KURRENTDB_URL was lost', async () => {
  await readModelsHaveSeen(7);
  await expect(openStore(loadConfig({ DATABASE_URL: database.url }), pool)).rejects.toMatchObject({ code: 'record-elsewhere', params: { seen: 7, record: 0 } });
});

it('says that KurrentDB cannot be reached, instead of taking PostgreSQL for it', async () => {
  const nobody = `kurrentdb://127.0.0.1:${await freePort()}?tls=false&maxDiscoverAttempts=1`;
  await expect(openStore(loadConfig({ DATABASE_URL: database.url, KURRENTDB_URL: nobody }), pool)).rejects.toMatchObject({ code: 'store-unavailable', transient: true });
});

it('never repeats an address that the client cannot read', async () => {
  const wrong = 'kurrentdb://admin:hunter2@127.0.0.1:2113?nodePreference=loudest';
  const said = await openStoreAt(wrong).then(() => '', (fault: Error) => `${fault.message} ${String(fault.cause)}`);
  expect(said).toContain('bad-kurrentdb-address');
  expect(said).not.toContain('hunter2');
});
