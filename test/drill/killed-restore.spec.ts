import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALLATION, loadConfig } from '#config';
import { openPool } from '#database';
import type { Level } from '#domain';
import { openPostgresStore } from '#event-store/postgres';
import { createAccount, noteAudit, openDesk, prepareIdentity } from '#identity';
import { RestoreMark } from '#recovery';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';
import { append } from '../../libs/testing/append-requests.js';
import { deskOf } from '../../apps/cli/commands/account.js';
import { backUp } from '../../apps/cli/commands/backup.js';
import { openRecord } from '../../apps/open-store.js';
import { NOW, openCli, type OpenCli } from '../cli/open.js';
import { until } from '../faults/product.js';

let home: string;
let backup: string;
let other: string;
let events: number;
let trail: readonly object[];
let accounts: readonly object[];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'minqing-killed-restore-'));
  [backup, other] = [join(home, 'backup.gz'), join(home, 'other.gz')];
  const cli = await openCli();
  const { context } = cli;
  await settle(cli);
  const desk = await deskOf(context);
  await createAccount(desk, { login: 'xiao', cadre: 'C014', password: 'a long enough password' });
  await noteAudit(desk, { act: 'sign-in', cadre: 'C014', subject: 'xiao' });
  [accounts, trail] = [await rowsOf(context.pool, 'identity.account', 'login'), await rowsOf(context.pool, 'identity.audit', 'id')];
  ({ position: events } = await backUp(context, backup, { update() {}, stop() {} }));
  await cp(context.config.masterKeyFile, join(home, 'master-key'));
  await cli.close();
  const another = await openCli();
  await settle(another);
  await backUp(another.context, other, { update() {}, stop() {} });
  await another.close();
}, 120_000);
afterAll(() => rm(home, { recursive: true, force: true }));

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
beforeEach(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { name: 'killed-restore-spec' });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function rowsOf(of: pg.Pool, table: string, key: string): Promise<readonly object[]> {
  return (await of.query<{ row: object }>(`select to_jsonb(kept) as row from ${table} kept order by ${key}`)).rows.map(({ row }) => row);
}

/** More than one page of a restore: a subdistrict with its communities. */
async function settle({ context: { giver }, caughtUp }: OpenCli): Promise<void> {
  const register = async (code: string, level: Level, parent: string | null): Promise<void> => {
    expect(await giver.give({ type: 'register-unit', id: randomUUID(), at: NOW, by: { kind: 'operator', operator: 'spec' }, data: { code, name: code, level, kind: 'area', parent } })).toMatchObject({ status: 'done' });
  };
  await register('city', 'city', null);
  await caughtUp();
  await register('district', 'district', 'city');
  await caughtUp();
  await register('street', 'subdistrict', 'district');
  await caughtUp();
  await Promise.all(Array.from({ length: 1_400 }, (_, index) => register(`c-${index}`, 'community', 'street')));
}

/** `minqing …` as a process of its own, which can be killed. */
function minqing(...args: string[]): { readonly child: ChildProcess; said(): string } {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', 'apps/cli/main.ts', ...args], {
    cwd: INSTALLATION, env: { ...env, MINQING_LOCALE: 'en', MINQING_HOME: home, DATABASE_URL: database.url }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { said += text.toString('utf8'); });
  return { child, said: () => said };
}

async function ended(running: ReturnType<typeof minqing>): Promise<{ readonly code: number | null; readonly said: string }> {
  const [code] = await once(running.child, 'exit') as [number | null];
  return { code, said: running.said() };
}

/** Kills a restore as soon as it waits for a lock that is held here. */
async function killWaiting(hold: string): Promise<void> {
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query(hold);
  const running = minqing('restore', backup);
  const gone = ended(running);
  await until(running.said, 60_000, async () => (await pool.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount! > 0);
  running.child.kill('SIGKILL');
  expect((await gone).code).toBeNull();
  // The server would go on with a statement that waits, and not notice that nobody hears its end.
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`);
  await holder.query('rollback');
  holder.release();
  await until(() => 'the sessions of the killed process', 30_000, async () => (await pool.query(`select 1 from pg_stat_activity where application_name <> 'killed-restore-spec' and datname = current_database() and backend_type = 'client backend'`)).rowCount === 0);
}

async function expectWhole(): Promise<void> {
  const { rows: [found] } = await pool.query<{ count: number; last: number }>('select count(*) as count, max(position) as last from record.event');
  expect([Number(found!.count), Number(found!.last)]).toEqual([events, events]);
  expect(await rowsOf(pool, 'identity.account', 'login')).toEqual(accounts);
  expect(await rowsOf(pool, 'identity.audit', 'id')).toEqual(trail);
  expect(await (await RestoreMark.open(pool)).read()).toMatchObject({ position: events });
}

it('killed in the middle of the events, it takes nothing, names the way on, and goes on with its own backup alone', async () => {
  await (await openPostgresStore({ pool })).close();
  await pool.query('create function public.hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(7); return new; end $$');
  await pool.query('create trigger hold before insert on record.event for each row when (new.position > 1200) execute function public.hold()');
  await killWaiting('select pg_advisory_xact_lock(7)');
  await pool.query('drop trigger hold on record.event');

  const { rows: [there] } = await pool.query<{ count: number }>('select count(*) as count from record.event');
  expect(Number(there!.count)).toBeGreaterThan(0);
  expect(Number(there!.count)).toBeLessThan(events);
  const config = loadConfig({ MINQING_HOME: home, DATABASE_URL: database.url });
  const opened = await openRecord(config, pool);
  await expect(append(opened.store)).rejects.toMatchObject({ code: 'gap-undeclared' });
  expect(await ended(minqing('declare-gap', '--no-checkpoint', '--reason', 'spec'))).toEqual({ code: 1, said: expect.stringContaining('Run it again with the same backup: minqing restore FILE') });
  expect(await ended(minqing('restore', other))).toEqual({ code: 1, said: expect.stringContaining('A restore of another backup was interrupted here') });

  expect(await ended(minqing('restore', backup))).toMatchObject({ code: 0 });
  await expectWhole();
  expect(await ended(minqing('restore', backup))).toEqual({ code: 1, said: expect.stringContaining('A backup goes into an empty record') });
}, 120_000);

it('killed before accounts and keys are in, it has none of them, and goes on to all of them; what is noted afterwards follows', async () => {
  await prepareIdentity(pool);
  await killWaiting('lock table identity.account in share mode');
  expect(await rowsOf(pool, 'identity.account', 'login')).toEqual([]);
  expect(await ended(minqing('restore', backup))).toMatchObject({ code: 0 });
  await expectWhole();

  expect(await ended(minqing('declare-gap', '--no-checkpoint', '--reason', 'spec'))).toMatchObject({ code: 0 });
  const after = await rowsOf(pool, 'identity.audit', 'id');
  expect(after.slice(0, trail.length)).toEqual(trail);
  expect(after.slice(trail.length)).toMatchObject([{ act: 'gap-declared', detail: { after: events, lostTo: -1, ground: 'no-checkpoint' } }]);
  await expect(pool.query('delete from identity.audit')).rejects.toThrow('append');
  const desk = await openDesk({ pool, now: () => NOW, postsOf: async () => [], offsetMinutes: 480 });
  expect(await createAccount(desk, { login: 'xiao', cadre: 'C014', password: 'a long enough password' })).toMatchObject({ done: false });
}, 120_000);
