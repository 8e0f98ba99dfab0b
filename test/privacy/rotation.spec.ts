import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { openPool } from '#database';
import { EMPTY_STREAM } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import { SealingStore, type PersonKey, type Vault } from '#privacy';
import { masterKeyUse, openPostgresVault, prepareRotation, rotateMasterKey } from '#privacy/postgres';
import { testDatabase } from '#testing/servers';
import { appended } from '../../libs/testing/append-requests.js';
import { BreakingPool } from '../projections/breaking-pool.js';

const REGISTER = fileURLToPath(new URL('../global-setup/register.mjs', import.meta.url));
const ROTATE = fileURLToPath(new URL('./rotate-until.ts', import.meta.url));
const KEYS = 500;
/** So that a rotation takes several. */
const batch = 100;

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let folder: string;
let masterKeyFile: string;
let running: Vault;
let issued: readonly PersonKey[];

beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { name: 'rotation-spec' });
  folder = await mkdtemp(join(tmpdir(), 'minqing-rotation-'));
  masterKeyFile = join(folder, 'master-key');
  running = await openPostgresVault(pool, { masterKeyFile });
  issued = await running.issue(KEYS);
});
afterEach(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

const masters = async () => (await masterKeyUse(pool, { masterKeyFile })).masters;
const openAnew = (file = masterKeyFile): Promise<Vault> => openPostgresVault(pool, { masterKeyFile: file });

async function expectAllOpenedBy(vault: Vault, keys: readonly PersonKey[] = issued): Promise<void> {
  expect(await vault.open(keys.map(({ id }) => id))).toEqual(new Map(keys.map(({ id, secret }) => [id, secret])));
}

/** All is wrapped by the key in the master key's file, and nothing needs another. */
async function expectEnded(): Promise<void> {
  const [inForce, ...others] = await masters();
  expect(inForce).toMatchObject({ inForce: true, file: masterKeyFile });
  expect(others.map(({ keys }) => keys)).toEqual(others.map(() => 0));
  const alone = join(folder, 'alone', 'master-key');
  await mkdir(join(folder, 'alone'), { recursive: true });
  await copyFile(masterKeyFile, alone);
  await expectAllOpenedBy(await openAnew(alone));
}

describe('a rotation of the master key', () => {
  it('wraps every key anew, keeps the old one beside for its owner alone, and running processes go on', async () => {
    const [before] = await masters();
    const digest = running.digest('何某');
    const rotation = await rotateMasterKey(pool, { masterKeyFile });
    expect(rotation).toMatchObject({ rewrapped: before!.keys, old: [`${masterKeyFile}.old-${before!.id}`] });
    expect(rotation.to).not.toBe(before!.id);
    expect((await readdir(folder)).sort()).toEqual(['master-key', `master-key.old-${before!.id}`]);
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await expectEnded();
    // What lay ready in the process was wrapped anew as well; what it makes now it wraps by the new key.
    const later = await running.issue(600);
    await expectAllOpenedBy(await openAnew(), later);
    expect((await masters()).map(({ id, inForce, keys }) => [id === rotation.to, inForce, keys > 0])).toEqual([[true, true, true], [false, false, false]]);
    expect((await openAnew()).digest('何某')).toBe(digest);
    expect(running.digest('何某')).toBe(digest);
  });

  it('killed in the middle while a store writes and reads, goes on where it was', async () => {
    const store = new SealingStore(await openPostgresStore({ pool }), running);
    const child = spawn(process.execPath, ['--no-warnings', '--import', REGISTER, ROTATE, database.url, masterKeyFile, '2'], { stdio: ['ignore', 'inherit', 'inherit'] });
    const ended = once(child, 'exit');
    let killed = false;
    void ended.then(() => { killed = true; });
    const other = await openAnew();
    for (let index = 0; !killed; index += 1) {
      appended(await store.append(cadre(index)));
      await expectAllOpenedBy(other, await running.issue(50));
    }
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect((await masters()).filter(({ keys }) => keys > 0)).toHaveLength(2);
    await expectAllOpenedBy(await openAnew());
    await expectAllOpenedBy(other);
    await rotateMasterKey(pool, { masterKeyFile });
    await expectEnded();
    expect((await readdir(folder)).filter((name) => name.startsWith('master-key')).sort()).toEqual(['master-key', expect.stringMatching(/^master-key\.old-/)]);
    const { events } = await new SealingStore(await openPostgresStore({ pool }), await openAnew()).readStream('cadre/C0');
    expect(events[0]!.data).toMatchObject({ name: '何秀英' });
  }, 120_000);

  it('whose connection breaks before any one statement goes on where it was', async () => {
    for (let statement = 1, reachedEnd = false; !reachedEnd; statement += 1) {
      const breaking = new BreakingPool(database.url, statement);
      const rotating = rotateMasterKey(breaking, { masterKeyFile, batch });
      const failed = await rotating.then(() => false, () => true);
      reachedEnd = !breaking.broke;
      expect(failed).toBe(!reachedEnd);
      await breaking.end();
      await expectAllOpenedBy(await openAnew());
      if (failed) await rotateMasterKey(pool, { masterKeyFile });
      await expectEnded();
    }
  }, 120_000);

  it('killed between putting the old key aside and the new one in its place can be read, and goes on', async () => {
    const { id } = await prepareRotation({ masterKeyFile });
    const [old] = await masters();
    await link(masterKeyFile, `${masterKeyFile}.old-${old!.id}`);
    await expectAllOpenedBy(await openAnew());
    expect(await rotateMasterKey(pool, { masterKeyFile })).toMatchObject({ to: id, old: [`${masterKeyFile}.old-${old!.id}`] });
    await expectEnded();
  });

  it('brings back no key that was destroyed, before or meanwhile', async () => {
    const [before, meanwhile] = issued;
    await running.destroy([before!.id]);
    await rotateMasterKey(pool, { masterKeyFile }, () => { void running.destroy([meanwhile!.id]); });
    await running.destroy([meanwhile!.id]);
    expect([...(await (await openAnew()).open([before!.id, meanwhile!.id])).values()]).toEqual(['destroyed', 'destroyed']);
    expect((await masterKeyUse(pool, { masterKeyFile })).destroyed).toBe(2);
  });

  it('is done by one process at a time', async () => {
    const holder = await pool.connect();
    await holder.query('begin; select from privacy.person_key for update');
    // Neither can end while somebody holds what it is to wrap.
    const both = [1, 2].map(() => rotateMasterKey(pool, { masterKeyFile }));
    await expect(Promise.race(both)).rejects.toMatchObject({ code: 'master-key-rotating' });
    await holder.query('rollback');
    holder.release();
    expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expectEnded();
  });

  it('leaves a machine to which the next key was carried working, and puts its files in order there', async () => {
    const elsewhere = join(folder, 'elsewhere', 'master-key');
    await mkdir(join(folder, 'elsewhere'));
    await copyFile(masterKeyFile, elsewhere);
    const there = await openAnew(elsewhere);
    const { id, file } = await prepareRotation({ masterKeyFile });
    await copyFile(file, `${elsewhere}.next`);
    await rotateMasterKey(pool, { masterKeyFile });
    await expectAllOpenedBy(there, await there.issue(600));
    await expectAllOpenedBy(await openAnew(elsewhere));
    expect(await rotateMasterKey(pool, { masterKeyFile: elsewhere })).toMatchObject({ to: id, rewrapped: 0 });
    expect(await readFile(elsewhere, 'utf8')).toBe(await readFile(masterKeyFile, 'utf8'));
    await expectEnded();
  });

  it('says which key is missing where the next one was not carried to', async () => {
    const elsewhere = join(folder, 'elsewhere', 'master-key');
    await mkdir(join(folder, 'elsewhere'));
    await copyFile(masterKeyFile, elsewhere);
    const there = await openAnew(elsewhere);
    const { to: id } = await rotateMasterKey(pool, { masterKeyFile });
    const missing = { code: 'master-key-elsewhere', params: { file: elsewhere, id } };
    await expect(there.issue(600)).rejects.toMatchObject(missing);
    await expect(openAnew(elsewhere)).rejects.toMatchObject(missing);
    await expect(rotateMasterKey(pool, { masterKeyFile: elsewhere })).rejects.toMatchObject(missing);
    await copyFile(masterKeyFile, elsewhere);
    await expectAllOpenedBy(there, await there.issue(600));
  });
});

describe('after a rotation, a backup from before', () => {
  let oldFile: string;
  let inPlace: string;

  /** As `restore` fills the tables. */
  async function putBack(change: (row: Record<string, unknown>) => Record<string, unknown> = (row) => row): Promise<void> {
    const { rows: keys } = await pool.query<{ row: Record<string, unknown> }>('select to_jsonb(k) as row from privacy.person_key k');
    const { rows: installations } = await pool.query<{ row: Record<string, unknown> }>('select to_jsonb(i) as row from privacy.installation i');
    const { to, old } = await rotateMasterKey(pool, { masterKeyFile });
    [oldFile, inPlace] = [old[0]!, to];
    for (const [table, rows] of [['person_key', keys], ['installation', installations]] as const) {
      await pool.query(`delete from privacy.${table}`);
      await pool.query(`insert into privacy.${table} select * from jsonb_populate_recordset(null::privacy.${table}, $1)`, [JSON.stringify(rows.map(({ row }) => change(row)))]);
    }
  }

  it('is opened by the old key, and the next rotation wraps it by the key in place', async () => {
    await putBack();
    await expectAllOpenedBy(await openAnew());
    expect(await rotateMasterKey(pool, { masterKeyFile })).toMatchObject({ to: inPlace });
    await expectEnded();
  });

  it('is opened as well when it was made before master keys had ids', async () => {
    await putBack(({ master: _, ...row }) => row);
    await expectAllOpenedBy(await openAnew());
    await rotateMasterKey(pool, { masterKeyFile });
    await expectEnded();
  });

  it('is refused when the old key is gone, by its id', async () => {
    await putBack();
    await rename(oldFile, `${oldFile.replace('.old-', '.gone-')}`);
    await expect(openAnew()).rejects.toMatchObject({ code: 'master-key-elsewhere', params: { id: oldFile.slice(-16) } });
    expect((await masters()).find(({ file }) => file === null)).toMatchObject({ id: oldFile.slice(-16), inForce: true });
  });

  it('brings back no key that was destroyed since', async () => {
    const { rows } = await pool.query<{ row: object }>('select to_jsonb(k) as row from privacy.person_key k where id = $1', [issued[0]!.id]);
    await rotateMasterKey(pool, { masterKeyFile });
    await running.destroy([issued[0]!.id]);
    await pool.query('delete from privacy.person_key where id = $1', [issued[0]!.id]);
    await pool.query('insert into privacy.person_key select * from jsonb_populate_record(null::privacy.person_key, $1)', [JSON.stringify(rows[0]!.row)]);
    expect((await (await openAnew()).open([issued[0]!.id])).get(issued[0]!.id)).toBe('destroyed');
  });
});

function cadre(index: number) {
  return {
    streamId: `cadre/C${index}`, expected: EMPTY_STREAM, command: { id: `command-${index}`, type: 'register-cadre', digest: '0'.repeat(64) }, ruleVersion: 'r',
    events: [{ type: 'CadreRegistered', schema: 1, at: '2026-10-05T01:00:00.000Z', by: { kind: 'operator' as const, operator: 'test' }, data: { cadre: `C${index}`, name: '何秀英' } }],
  };
}
