import { Fault } from '#kernel';
import { decrypt, encrypt, MasterKeyFiles, MasterKeys, type FiledKey } from '#privacy';
import type pg from 'pg';
import { masterInForce, putInForce } from './installation.js';

export interface Rotation {
  /** The id of the master key in force. */
  readonly to: string;
  /** Keys of persons that were wrapped anew by this run. */
  readonly rewrapped: number;
  /** Where the master keys from before lie. */
  readonly old: readonly string[];
}

interface Wrapped {
  readonly id: string;
  readonly wrapped: Buffer;
  readonly master: string;
}

interface Wrapping {
  readonly client: pg.ClientBase;
  readonly masters: MasterKeys;
  readonly to: FiledKey;
  readonly batch: number;
}

type Progress = (done: number, total: number) => void;

/** Keys in one statement, when not told otherwise. */
const BATCH = 1_000;

/** The next master key beside the one in force, to be carried to every machine before the rotation. Answers its id and file. */
export async function prepareRotation({ masterKeyFile }: { readonly masterKeyFile: string }): Promise<{ readonly id: string; readonly file: string }> {
  const { id, file } = await new MasterKeyFiles(masterKeyFile).readOrMakeNext();
  return { id, file };
}

/**
 * Wraps every person's key by a new master key. Ended at any point, it goes on when it is called again. Processes that run
 * meanwhile read by either key and wrap by the one in force. The vault must have been opened. Faults `master-key-rotating`
 * while another rotation runs, `master-key-elsewhere`, `master-key-folder-closed`.
 */
export async function rotateMasterKey(pool: pg.Pool, { masterKeyFile, batch = BATCH }: { readonly masterKeyFile: string; readonly batch?: number }, onProgress: Progress = () => undefined): Promise<Rotation> {
  const files = new MasterKeyFiles(masterKeyFile);
  const masters = new MasterKeys(files);
  return alone(pool, async (client) => {
    const from = await masters.get(await masterInForce(client));
    const to = await target(files, from.id);
    if (to.id !== from.id) await putInForce(client, from, to);
    const rewrapped = await wrapAnew({ client, masters, to, batch }, onProgress);
    await files.takeNext();
    const old = [...(await files.all()).values()].flatMap(({ id, file }) => (id === to.id ? [] : [file]));
    return { to: to.id, rewrapped, old };
  });
}

/**
 * The key of a rotation that was begun; where a backup brought back keys from before the last one, the key in its place;
 * a new one otherwise.
 */
async function target(files: MasterKeyFiles, inForce: string): Promise<FiledKey> {
  const begun = await files.next();
  if (begun) return begun;
  const inPlace = await files.current();
  return inPlace && inPlace.id !== inForce ? inPlace : files.readOrMakeNext();
}

/** Nobody wraps by another key any more, so that one way through the table reaches all. */
async function wrapAnew({ client, masters, to, batch }: Wrapping, onProgress: Progress): Promise<number> {
  const { rows: [left] } = await client.query<{ count: number }>('select count(*) as count from privacy.person_key where wrapped is not null and master <> $1', [to.id]);
  let done = 0;
  for (let last = ''; ;) {
    const { rows } = await client.query<Wrapped>('select id, wrapped, master from privacy.person_key where id > $1 and wrapped is not null and master <> $2 order by id limit $3', [last, to.id, batch]);
    if (rows.length === 0) return done;
    done += await replace(client, await Promise.all(rows.map(async ({ id, wrapped, master }) => ({ id, master, wrapped: encrypt(to.secret, id, decrypt((await masters.get(master)).secret, id, wrapped)) }))), to.id);
    last = rows.at(-1)!.id;
    onProgress(done, left!.count);
  }
}

/** A key that was destroyed meanwhile stays destroyed. */
async function replace(client: pg.ClientBase, keys: readonly Wrapped[], to: string): Promise<number> {
  const { rowCount } = await client.query(
    `update privacy.person_key k set wrapped = n.wrapped, master = $4 from unnest($1::text[], $2::bytea[], $3::text[]) n (id, wrapped, master)
     where k.id = n.id and k.master = n.master and k.wrapped is not null`,
    [keys.map(({ id }) => id), keys.map(({ wrapped }) => wrapped), keys.map(({ master }) => master), to],
  );
  return rowCount ?? 0;
}

async function alone<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const { rows: [lock] } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(hashtextextended('minqing/master-key', 0)) as taken`);
    if (!lock!.taken) throw new Fault('master-key-rotating', { tryNext: 'another rotation is under way: wait until it has ended' });
    return await work(client);
  } finally {
    // The lock ends with the connection.
    client.release(true);
  }
}
