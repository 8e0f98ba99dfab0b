import { mkdtemp, readFile, rm, writeFile, chmod, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openPool } from '#database';
import { KEPT_MS, newMasterKey } from '#privacy';
import { openPostgresVault } from '#privacy/postgres';
import { testDatabase } from '#testing/servers';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let folder: string;
let masterKeyFile: string;

beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { name: 'vault-spec' });
  folder = await mkdtemp(join(tmpdir(), 'minqing-vault-'));
  masterKeyFile = join(folder, 'home', 'master-key');
});
afterEach(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('the vault', () => {
  it('makes a master key that its owner alone may read, once for all processes', async () => {
    const vaults = await Promise.all([1, 2, 3].map(() => openPostgresVault(pool, { masterKeyFile })));
    expect((await stat(masterKeyFile)).mode & 0o777).toBe(0o600);
    const [key] = await vaults[0]!.issue(1);
    expect((await vaults[2]!.open([key!.id])).get(key!.id)).toEqual(key!.secret);
    expect(vaults[0]!.digest('何某')).toBe(vaults[1]!.digest('何某'));
    const { rows } = await pool.query<{ all: string }>('select string_agg(k::text, \',\') as all from privacy.person_key k');
    expect(rows[0]!.all).not.toContain(key!.secret.toString('hex'));
  });

  it('keeps a key on disk before it hands it out, and two processes never hand out the same', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => openPostgresVault(pool, { masterKeyFile })));
    const issued = (await Promise.all([one!.issue(300), other!.issue(300), one!.issue(1)])).flat();
    expect(new Set(issued.map(({ id }) => id)).size).toBe(601);
    const { rows } = await pool.query<{ n: number }>('select count(*) as n from privacy.person_key where id = any($1)', [issued.map(({ id }) => id)]);
    expect(Number(rows[0]!.n)).toBe(601);
  });

  it('destroys a key for good', async () => {
    const vault = await openPostgresVault(pool, { masterKeyFile });
    const [gone, left] = await vault.issue(2);
    expect(await vault.destroy([gone!.id])).toBe(1);
    expect(await vault.destroy([gone!.id])).toBe(0);
    const again = await openPostgresVault(pool, { masterKeyFile });
    for (const each of [vault, again]) expect([...(await each.open([gone!.id, left!.id])).values()]).toEqual(['destroyed', left!.secret]);
  });

  it('says of a key without a row that it was lost, and reads by it as soon as the row is back', async () => {
    const [key] = await (await openPostgresVault(pool, { masterKeyFile })).issue(1);
    const vault = await openPostgresVault(pool, { masterKeyFile });
    const { rows } = await pool.query<{ row: object }>('select to_jsonb(k) as row from privacy.person_key k where id = $1', [key!.id]);
    await pool.query('delete from privacy.person_key where id = $1', [key!.id]);
    expect((await vault.open([key!.id])).get(key!.id)).toBe('lost');
    await pool.query('insert into privacy.person_key select * from jsonb_populate_record(null::privacy.person_key, $1)', [JSON.stringify(rows[0]!.row)]);
    await delay(KEPT_MS);
    expect((await vault.open([key!.id])).get(key!.id)).toEqual(key!.secret);
  }, 30_000);

  it('refuses a master key that is another’s, that is lost, that others may read, and that is none', async () => {
    await openPostgresVault(pool, { masterKeyFile });
    const right = await readFile(masterKeyFile, 'utf8');
    const opening = (): Promise<unknown> => openPostgresVault(pool, { masterKeyFile });
    await writeFile(masterKeyFile, newMasterKey());
    await expect(opening()).rejects.toMatchObject({ code: 'master-key-elsewhere' });
    await writeFile(masterKeyFile, 'not a key');
    await expect(opening()).rejects.toMatchObject({ code: 'master-key-malformed' });
    await rm(masterKeyFile);
    await expect(opening()).rejects.toMatchObject({ code: 'master-key-missing' });
    await writeFile(masterKeyFile, right);
    await chmod(masterKeyFile, 0o644);
    await expect(opening()).rejects.toMatchObject({ code: 'secret-exposed' });
    await chmod(masterKeyFile, 0o600);
    await opening();
  });
});
