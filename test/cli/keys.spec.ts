import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openPool } from '#database';
import type { EventStore } from '#event-store';
import type { MasterKeyUse } from '#privacy/postgres';
import { openSealedRecord, testDatabase } from '#testing/servers';
import { importInto } from '../../apps/cli/commands/import.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { operatorName } from '../../apps/cli/operator.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { minqing, type Said } from './minqing.js';
import { NOW, openCli, type OpenCli } from './open.js';

interface Use {
  readonly masters: readonly MasterKeyUse[];
  readonly destroyed: number;
}

let cli: OpenCli;
let home: string;
let file: string;

beforeEach(async () => {
  cli = await openCli();
  ({ home, masterKeyFile: file } = cli.context.config);
  await importInto(cli.context, new Terminal('en', true), 'cadres', sampleFile('cadres.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
}, 60_000);
afterEach(() => cli.close());

const keys = (...args: string[]): Promise<Said> => minqing({ MINQING_HOME: home, DATABASE_URL: cli.context.config.databaseUrl! }, args);

async function shown(databaseUrl = cli.context.config.databaseUrl!): Promise<Use & { readonly code: number | null; readonly err: string }> {
  const { code, out, err } = await minqing({ MINQING_HOME: home, DATABASE_URL: databaseUrl }, ['--json', 'keys', 'show']);
  return { code, err, ...JSON.parse(out) as Use };
}

async function nameOf(store: EventStore): Promise<unknown> {
  return ((await store.readStream('cadre/C001')).events[0]!.data as { readonly name: string }).name;
}

it('shows which master key is in force and how many keys it wraps, for people and for programs, and nothing secret', async () => {
  const { code, masters: [master, ...others], destroyed, err } = await shown();
  expect({ code, others, destroyed }).toEqual({ code: 0, others: [], destroyed: 0 });
  expect(master).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/), inForce: true, keys: expect.any(Number), file });
  expect(master!.keys).toBeGreaterThanOrEqual(29);
  expect(err).toBe(`${master!.id} in force: keys ${master!.keys} (${file})\nDestroyed keys: 0\n`);
  expect(await keys('keys', 'show')).toEqual({ code: 0, out: err, err: '' });
  const secret = (await readFile(file, 'utf8')).trim();
  expect(err).not.toContain(secret);
}, 60_000);

it('prepares the next key without putting it in force, the same one however often it is asked, and a rotation takes that one while others run', async () => {
  const { masters: [before] } = await shown();
  const first = await keys('--json', 'keys', 'rotate', '--prepare');
  expect(first.code).toBe(0);
  const prepared = JSON.parse(first.out) as { readonly id: string; readonly file: string };
  expect(prepared).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/), file: `${file}.next` });
  expect(first.err).toContain(`The new master key ${prepared.id} is in ${file}.next, not in force yet.`);
  expect(JSON.parse((await keys('--json', 'keys', 'rotate', '--prepare')).out)).toEqual(prepared);
  expect(await shown()).toMatchObject({ code: 0, masters: [before, { ...prepared, inForce: false, keys: 0 }] });
  const next = await readFile(prepared.file, 'utf8');

  const rotated = await keys('--json', 'keys', 'rotate');
  expect(rotated.code).toBe(0);
  const old = `${file}.old-${before!.id}`;
  const { rewrapped, ...rotation } = JSON.parse(rotated.out) as { readonly rewrapped: number };
  expect(rotation).toEqual({ to: prepared.id, old: [old] });
  expect(rewrapped).toBe(before!.keys);
  expect(rotated.err).toContain(`Master key ${prepared.id} is in force and wraps every key (wrapped anew: ${rewrapped}).`);
  expect(rotated.err).toContain(`${old} is needed by backups made before this.`);
  expect(await readFile(file, 'utf8')).toBe(next);
  expect(await shown()).toMatchObject({ code: 0, masters: [{ id: prepared.id, inForce: true, keys: rewrapped, file }, { id: before!.id, inForce: false, keys: 0, file: old }] });

  expect(await nameOf(cli.context.store)).toBe('周明遠');
  expect(await importInto(cli.context, new Terminal('en', true), 'cadres', sampleFile('cadres.csv'), { now: NOW, unit: undefined, places: [], startClock: false })).toMatchObject({ added: 0 });
  const { rows } = await cli.context.pool.query("select subject, detail from identity.audit where act = 'master-key-rotated'");
  expect(rows).toEqual([{ subject: prepared.id, detail: { operator: operatorName(), rewrapped } }]);
}, 120_000);

it('a rotation that has its key made itself says so in words', async () => {
  const { masters: [before] } = await shown();
  const { code, out } = await keys('keys', 'rotate');
  expect(code).toBe(0);
  expect(out).toContain('is in force and wraps every key');
  expect(out).toContain(`${file}.old-${before!.id} is needed by backups made before this.`);
  expect((await shown()).masters.map(({ id }) => id)).not.toEqual([before!.id]);
}, 60_000);

it('a backup from before a rotation is opened by the old key beside the new one; without it, show names the key and its exit code is 3', async () => {
  const backup = join(home, 'before.gz');
  expect((await keys('backup', '--out', backup)).code).toBe(0);
  const { masters: [before] } = await shown();
  expect((await keys('keys', 'rotate')).code).toBe(0);
  const { masters: [inPlace] } = await shown();

  const database = await testDatabase();
  const restored = { MINQING_HOME: home, DATABASE_URL: database.url };
  expect((await minqing(restored, ['restore', backup])).code).toBe(0);
  const old = `${file}.old-${before!.id}`;
  expect(await shown(database.url)).toMatchObject({ code: 0, masters: [{ ...before, file: old }, { id: inPlace!.id, inForce: false, keys: 0, file }] });
  const pool = openPool(database.url, { name: 'keys-spec' });
  const { store } = await openSealedRecord(pool, home);
  expect(await nameOf(store)).toBe('周明遠');
  await store.close();
  await pool.end();

  await rename(old, join(home, 'elsewhere'));
  const without = await minqing(restored, ['keys', 'show']);
  expect(without).toMatchObject({ code: 3, err: '' });
  expect(without.out).toContain(`${before!.id} is not at hand: keys ${before!.keys} cannot be opened. Put its copy beside the master key, as .old-${before!.id}.\n`);
  expect(await shown(database.url)).toMatchObject({ code: 3, masters: [{ id: before!.id, inForce: true, keys: before!.keys, file: null }, { id: inPlace!.id }] });
  const refused = await minqing(restored, ['keys', 'rotate']);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain(`Keys of this record are wrapped by the master key ${before!.id}`);
  await rename(join(home, 'elsewhere'), old);
  expect((await minqing(restored, ['keys', 'show'])).code).toBe(0);
  await database.drop();
}, 180_000);

it('what is no command of keys is wrong usage', async () => {
  expect(await keys('keys', 'show', '--prepare')).toMatchObject({ code: 2, out: '' });
  expect(await keys('keys', 'change')).toMatchObject({ code: 2, out: '' });
}, 60_000);
