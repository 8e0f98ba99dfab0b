import { createHash } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openPool } from '#database';
import { openPostgresStore } from '#event-store/postgres';
import { createAccount } from '#identity';
import { masterKeyUse } from '#privacy/postgres';
import { testDatabase } from '#testing/servers';
import { checkBackup, isWhole } from '../../apps/cli/backup-check.js';
import { deskOf } from '../../apps/cli/commands/account.js';
import { backUp } from '../../apps/cli/commands/backup.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { restore } from '../../apps/cli/commands/restore.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);

let cli: OpenCli;
let file: string;
let lines: readonly string[];

beforeAll(async () => {
  cli = await openCli();
  for (const kind of ['units', 'households'] as const) await importInto(cli.context, quiet, kind, sampleFile(`${kind}.csv`), { now: NOW, unit: undefined, places: [], startClock: false });
  await createAccount(await deskOf(cli.context), { login: 'xiao', cadre: 'C014', password: 'a long enough password' });
  file = join(cli.context.config.home, 'backup.gz');
  await backUp(cli.context, file, { update() {}, stop() {} });
  lines = gunzipSync(await readFile(file)).toString('utf8').trimEnd().split('\n').slice(0, -1);
}, 60_000);
afterAll(() => cli.close());

/** The backup with other lines, its last line right for them: what a hand that knows the format would do. */
async function written(changed: readonly string[]): Promise<string> {
  const text = changed.map((line) => `${line}\n`).join('');
  const other = join(cli.context.config.home, 'changed.gz');
  await writeFile(other, gzipSync(`${text}${JSON.stringify({ sha256: createHash('sha256').update(text).digest('hex') })}\n`));
  return other;
}

/** Every line in which the text stands, with another in its place. */
const changed = (from: string | RegExp, to: string): Promise<string> => {
  const other = lines.map((line) => line.replace(from, to));
  expect(other).not.toEqual(lines);
  return written(other);
};
/** As it is written, with the sums of its parts made anew. */
const resummed = (change: (line: string) => string): Promise<string> => {
  let part: string[] = [];
  return written(lines.map((line) => {
    const { part: name } = JSON.parse(line) as { readonly part?: string };
    if (name === undefined) {
      part.push(change(line));
      return part.at(-1)!;
    }
    const end = { part: name, lines: part.length, sha256: createHash('sha256').update(part.map((each) => `${each}\n`).join('')).digest('hex') };
    part = [];
    return JSON.stringify(end);
  }));
};

it('a backup says in which form it is, and each of its parts with its sum', async () => {
  const { manifest, ...report } = await checkBackup(file, quiet);
  expect(isWhole({ manifest, ...report })).toBe(true);
  expect(manifest.schemas).toMatchObject({ events: { IssueReported: expect.any(Number), EpochBegun: 1 }, tables: { privacy: expect.stringMatching(/^\d+-/), identity: expect.stringMatching(/^\d+-/), seal: expect.stringMatching(/^\d+-/) } });
  const parts = lines.flatMap((line) => (JSON.parse(line) as { part?: string }).part ?? []);
  expect(parts).toEqual(['manifest', 'seals', 'events', 'privacy.installation', 'privacy.person_key', 'identity.account', 'identity.audit', 'seal.installation']);
  expect(isWhole(await checkBackup(await resummed((line) => line), quiet))).toBe(true);
});

it('a backup says which master keys open what it holds of people', async () => {
  const { masters } = await masterKeyUse(cli.context.pool, cli.context.config);
  const { masterKeys } = await checkBackup(file, quiet);
  expect(masterKeys).toEqual(masters.map(({ id, keys }) => ({ id, keys })));
  expect(masterKeys[0]!.keys).toBeGreaterThan(0);
  const older = await checkBackup(await resummed((line) => line.replaceAll(`"master":"${masters[0]!.id}"`, '"master":null')), quiet);
  expect(older.masterKeys).toEqual([{ id: null, keys: masterKeys[0]!.keys }]);
});

it.each([
  ['manifest', '"version":"', '"version":"9'],
  ['seals', '"origin":"minqing/', '"origin":"minqinq/'],
  ['events', '"type":"UnitRegistered"', '"type":"UnitRegisterex"'],
  ['identity.account', '"login":"xiao"', '"login":"xiap"'],
  ['seal.installation', /^(\{"table":"seal\.installation".*)"\}\]\}$/, '$1x"}]}'],
])('names the part that is broken: %s', async (part, from, to) => {
  await expect(checkBackup(await changed(from, to), quiet)).rejects.toMatchObject({ code: 'backup-damaged', params: { part } });
});

it('a part that is left out, twice there, or cut off is damage too', async () => {
  const account = lines.findIndex((line) => line.includes('"login":"xiao"'));
  await expect(checkBackup(await written(lines.toSpliced(account, 1)), quiet)).rejects.toMatchObject({ code: 'backup-damaged' });
  await expect(checkBackup(await written(lines.toSpliced(account, 0, lines[account]!)), quiet)).rejects.toMatchObject({ code: 'backup-damaged', params: { part: 'identity.account' } });
  await expect(checkBackup(await written(lines.slice(0, -1)), quiet)).rejects.toMatchObject({ code: 'backup-damaged', params: { part: 'seal.installation' } });
  const short = await written(lines);
  await truncate(short, Math.floor((await readFile(short)).length / 2));
  await expect(checkBackup(short, quiet)).rejects.toMatchObject({ code: 'backup-damaged' });
});

it('what a newer version of the product made is not read, and not restored, as if nothing were left out of it', async () => {
  await expect(checkBackup(await resummed((line) => line.replace('"EpochBegun":1', '"EpochBegun":2')), quiet)).rejects.toMatchObject({ code: 'backup-newer', params: { what: 'EpochBegun 2' } });
  await expect(checkBackup(await resummed((line) => line.replace('minqing-backup/2', 'minqing-backup/3')), quiet)).rejects.toMatchObject({ code: 'backup-format' });
  const newer = await resummed((line) => line.replace(/"identity":"[^"]+"/, '"identity":"9999-columns"'));
  const database = await testDatabase();
  const pool = openPool(database.url, { name: 'backup-spec' });
  const record = await openPostgresStore({ pool });
  await expect(restore({ pool, record }, newer, quiet)).rejects.toMatchObject({ code: 'backup-newer', params: { what: 'identity 9999-columns' } });
  expect(await record.lastPosition()).toBe(0);
  await record.close();
  await pool.end();
  await database.drop();
}, 30_000);

it('a column that is younger than the backup takes what it has by default', async () => {
  const database = await testDatabase();
  const pool = openPool(database.url, { name: 'backup-spec' });
  const record = await openPostgresStore({ pool });
  const older = await resummed((line) => line.replace(/"disabled":false,?/, ''));
  await restore({ pool, record }, older, quiet);
  expect((await pool.query('select login from identity.account')).rows).toEqual([{ login: 'xiao' }]);
  await record.close();
  await pool.end();
  await database.drop();
}, 30_000);
