import { randomBytes } from 'node:crypto';
import { withTransaction } from '#database';
import { Fault } from '#kernel';
import { decrypt, encrypt, type MasterKey, type MasterKeyFiles, type MasterKeys } from '#privacy';
import type pg from 'pg';

const DIGEST_KEY = 'digest';

interface Installation {
  readonly wrapped: Buffer;
  /** The id of the master key in force; null when it was wrapped before master keys had ids. */
  readonly master: string | null;
}

/** The master key in force and the digest key, which the first process makes. */
export async function openInstallation(pool: pg.Pool, files: MasterKeyFiles, keys: MasterKeys): Promise<{ readonly master: MasterKey; readonly digestKey: Buffer }> {
  const found = await read(pool) ?? await make(pool, await files.readOrMake(true));
  const master = await keys.get(found.master ?? await nameMaster(pool, files, found.wrapped));
  return { master, digestKey: decrypt(master.secret, DIGEST_KEY, found.wrapped) };
}

/** Which master key is in force. */
export async function masterInForce(client: pg.Pool | pg.ClientBase): Promise<string> {
  const { rows: [row] } = await client.query<{ master: string }>('select master from privacy.installation');
  return row!.master;
}

/** No key is wrapped by the one from before once this is committed. */
export async function putInForce(client: pg.ClientBase, from: MasterKey, to: MasterKey): Promise<void> {
  const { rows: [row] } = await client.query<Installation>('select digest_key as wrapped from privacy.installation');
  const digestKey = decrypt(from.secret, DIGEST_KEY, row!.wrapped);
  await client.query('update privacy.installation set digest_key = $1, master = $2 where master = $3', [encrypt(to.secret, DIGEST_KEY, digestKey), to.id, from.id]);
}

async function read(pool: pg.Pool): Promise<Installation | undefined> {
  const { rows: [row] } = await pool.query<Installation>('select digest_key as wrapped, master from privacy.installation');
  return row;
}

/** Of several processes at once one makes it, all have it. */
async function make(pool: pg.Pool, master: MasterKey): Promise<Installation> {
  await pool.query('insert into privacy.installation (digest_key, master) values ($1, $2) on conflict do nothing', [encrypt(master.secret, DIGEST_KEY, randomBytes(32)), master.id]);
  return (await read(pool))!;
}

/** Keys from before master keys had ids, as a backup may bring them, are told by the one that opens them. */
async function nameMaster(pool: pg.Pool, files: MasterKeyFiles, wrapped: Buffer): Promise<string> {
  await files.readOrMake(false);
  const master = [...(await files.all()).values()].find(({ secret }) => opens(secret, wrapped));
  if (!master) throw new Fault('master-key-wrong', { params: { file: files.file }, tryNext: 'this file holds the key of another installation: put the right one there, or name its file in MINQING_MASTER_KEY_FILE' });
  await withTransaction(pool, async (client) => {
    await client.query('update privacy.person_key set master = $1 where master is null and wrapped is not null', [master.id]);
    await client.query('update privacy.installation set master = $1 where master is null', [master.id]);
  });
  return master.id;
}

function opens(secret: Buffer, wrapped: Buffer): boolean {
  try {
    decrypt(secret, DIGEST_KEY, wrapped);
    return true;
  } catch {
    return false;
  }
}
