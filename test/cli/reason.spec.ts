import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRulebook } from '#application';
import { NOTICE, type Rulebook } from '#domain';
import { EMPTY_STREAM, EPOCH_STREAM } from '#event-store';
import { createAccount } from '#identity';
import { encodeEvent } from '#wire';
import { deskOf } from '../../apps/cli/commands/account.js';
import { minqing, type Said } from './minqing.js';
import { NOW, openCli, type OpenCli } from './open.js';

const OPERATOR = { kind: 'operator', operator: 'spec' } as const;
const PASSWORD = 'a long enough password';
const RULES: Rulebook = { ...NOTICE, version: 'later', effectiveFrom: '2098-01-01T00:00:00.000Z', verdict: { value: { amount: 2, unit: 'working-day' }, source: '第七號通知' } };

let cli: OpenCli;
beforeEach(async () => { cli = await openCli(); }, 60_000);
afterEach(() => cli.close());

function run(input: string, ...args: string[]): Promise<Said> {
  const { home, databaseUrl } = cli.context.config;
  return minqing({ MINQING_HOME: home, DATABASE_URL: databaseUrl! }, args, input);
}

async function give(type: string, data: object): Promise<void> {
  expect(await cli.context.giver.give({ type, id: `${type}/${JSON.stringify(data)}`, at: NOW, by: OPERATOR, data } as never)).toMatchObject({ status: 'done' });
}

it('declare-gap --reason - puts on record what is led into its standard input; nothing led in is wrong usage and declares nothing', async () => {
  await give('register-unit', { code: 'CITY', name: '市', level: 'city', kind: 'area', parent: null });
  await cli.context.mark.putBack(await cli.context.record.lastPosition());
  const declare = ['declare-gap', '--no-checkpoint', '--reason', '-'];
  const empty = await run(' \n', ...declare);
  expect(empty).toMatchObject({ code: 2, out: '' });
  expect(empty.err).toContain('No reason came from standard input.');
  expect(await cli.context.mark.read()).toBeDefined();
  expect(await run('硬盤壞了，\n由昨日的備份恢復\n', ...declare)).toMatchObject({ code: 0 });
  expect((await cli.context.record.readStream(EPOCH_STREAM)).events).toMatchObject([{ data: { reason: '硬盤壞了，\n由昨日的備份恢復' } }]);
}, 60_000);

it('projections skip --reason - takes it from there as well', async () => {
  const { store, pool } = cli.context;
  const events = [encodeEvent({ type: 'IssueClosed', at: NOW, by: OPERATOR, data: { ground: 'declined', note: 'of nothing' } })];
  const written = await store.append({ streamId: 'issue/broken', expected: EMPTY_STREAM, command: { id: 'broken', type: 'spec', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events });
  expect(written).toMatchObject({ status: 'appended' });
  while ((await pool.query('select 1 from read.poison')).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 25); });
  const position = String(await store.lastPosition());
  expect(await run('the report was lost', 'projections', 'skip', 'ledger', '--position', position, '--reason', '-')).toMatchObject({ code: 0 });
  expect((await store.readStream('read-model/ledger')).events).toMatchObject([{ data: { reason: 'the report was lost' } }]);
}, 60_000);

it('rulebook reads the password from the first line and the reason behind it, or the reason from the command line', async () => {
  await give('register-unit', { code: 'CITY', name: '市', level: 'city', kind: 'area', parent: null });
  await give('register-cadre', { cadre: 'author', name: 'author' });
  await give('take-post', { cadre: 'author', post: 'author-post', unit: 'CITY', role: 'administrator', from: '2026-01-01' });
  await cli.caughtUp();
  await createAccount(await deskOf(cli.context), { login: 'author', cadre: 'author', password: PASSWORD });
  const file = join(cli.context.config.home, 'rules.json');
  await writeFile(file, JSON.stringify(RULES));
  expect(await run(`${PASSWORD}\n`, 'rulebook', 'propose', file, '--login', 'author', '--reason', '-')).toMatchObject({ code: 2, out: '' });
  expect(await run(`${PASSWORD}\r\n入冬\n以後\n`, 'rulebook', 'propose', file, '--login', 'author', '--reason', '-')).toMatchObject({ code: 0 });
  expect(await run(`${PASSWORD}\n`, 'rulebook', 'withdraw', 'later', '--login', 'author', '--reason', '又改')).toMatchObject({ code: 0 });
  expect((await readRulebook(cli.context.store)).versions).toMatchObject([{ status: 'withdrawn', proposed: { reason: '入冬\n以後' }, withdrawn: { reason: '又改' } }]);
}, 60_000);
