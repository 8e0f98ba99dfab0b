import { randomBytes } from 'node:crypto';
import { migrate } from '#database';
import { Fault } from '#kernel';
import { decrypt, encrypt, masterKey, Tombstones, type Vault } from '#privacy';
import type pg from 'pg';
import { MIGRATIONS } from './migrations.js';
import { PostgresVault } from './vault.js';

const DIGEST_KEY = 'digest';

/**
 * Opens the keys of persons. The first process makes the master key's file, all others must have the same one. Faults:
 * `master-key-missing`, `master-key-malformed`, `master-key-wrong`, `secret-exposed`.
 */
export async function openPostgresVault(pool: pg.Pool, { masterKeyFile }: { readonly masterKeyFile: string }): Promise<Vault> {
  await prepareVault(pool);
  const before = await wrappedDigestKey(pool);
  const master = await masterKey(masterKeyFile, before === undefined);
  const digestKey = unwrapped(master, masterKeyFile, before ?? await makeDigestKey(pool, master));
  const tombstones = new Tombstones(`${masterKeyFile}.erased`);
  await bury(pool, await tombstones.read());
  return new PostgresVault({ pool, master, digestKey, tombstones });
}

/** The tables alone, for keys that are brought from elsewhere. */
export async function prepareVault(pool: pg.Pool): Promise<void> {
  await migrate(pool, 'privacy', MIGRATIONS);
}

/** Keys that were destroyed are destroyed again where a backup brought them back. */
async function bury(pool: pg.Pool, gone: ReadonlySet<string>): Promise<void> {
  if (gone.size > 0) await pool.query('update privacy.person_key set wrapped = null, destroyed_at = now() where id = any($1) and wrapped is not null', [[...gone]]);
}

async function wrappedDigestKey(pool: pg.Pool): Promise<Buffer | undefined> {
  const { rows: [row] } = await pool.query<{ wrapped: Buffer }>('select digest_key as wrapped from privacy.installation');
  return row?.wrapped;
}

/** Of several processes at once one makes it, all have it. */
async function makeDigestKey(pool: pg.Pool, master: Buffer): Promise<Buffer> {
  await pool.query('insert into privacy.installation (digest_key) values ($1) on conflict do nothing', [encrypt(master, DIGEST_KEY, randomBytes(32))]);
  return (await wrappedDigestKey(pool))!;
}

function unwrapped(master: Buffer, file: string, wrapped: Buffer): Buffer {
  try {
    return decrypt(master, DIGEST_KEY, wrapped);
  } catch (cause) {
    throw new Fault('master-key-wrong', { params: { file }, cause, tryNext: 'this file holds the key of another installation: put the right one there, or name its file in MINQING_MASTER_KEY_FILE' });
  }
}
