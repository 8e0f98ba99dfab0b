import { openPool } from '#database';
import { instantOf } from '#kernel';
import type { PostHolder } from '#projections';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';
import { createAccount, setDisabled, setPassword } from './accounts.js';
import { openDesk, type Desk } from './desk.js';
import { signIn } from './sessions.js';

const PASSWORD = 'correct horse battery';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let desk: Desk;
/** What happens once a password was found to be right, before the session begins. */
let meanwhile: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  const held = async (cadre: string): Promise<readonly PostHolder[]> => {
    await meanwhile();
    return [{ cadre, name: '陳', post: 'P1', unit: 'U1', unitName: '柳溪', level: 'community', role: 'cadre' }];
  };
  desk = await openDesk({ pool, now: () => instantOf(Date.now()), offsetMinutes: 480, postsOf: held });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => { meanwhile = async () => undefined; });

let logins = 0;
async function account(): Promise<string> {
  const login = `login-${logins += 1}`;
  await createAccount(desk, { login, cadre: `K-${login}`, password: PASSWORD });
  return login;
}
const attempt = (login: string) => signIn(desk, { login, password: PASSWORD, address: '10.0.0.1' });
const sessionsOf = async (login: string) => (await pool.query('select 1 from identity.session where login = $1', [login])).rowCount;

/** Until a statement waits for the lock of another one. */
async function untilOneWaits(): Promise<void> {
  for (let asked = 0; asked < 200; asked += 1) {
    if ((await pool.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error('nothing waits');
}

describe('a sign-in under way', () => {
  it.each([
    ['a new password', (login: string) => setPassword(desk, login, 'another good password')],
    ['a disable', (login: string) => setDisabled(desk, login, true)],
  ])('opens no session after %s, and the denial is noted', async (_, change) => {
    const login = await account();
    meanwhile = () => change(login);
    expect(await attempt(login)).toEqual({ status: 'denied' });
    expect(await sessionsOf(login)).toBe(0);
    expect((await pool.query("select 1 from identity.audit where act = 'sign-in-denied' and subject = $1", [login])).rowCount).toBe(1);
  });

  it('waits for a new password that is just being written, and opens no session by the old one', async () => {
    const login = await account();
    const other = await pool.connect();
    await other.query('begin');
    await other.query("update identity.account set password_hash = 'another' where login = $1", [login]);
    const under = attempt(login);
    await untilOneWaits().finally(async () => {
      await other.query('commit');
      other.release();
    });
    expect(await under).toEqual({ status: 'denied' });
    expect(await sessionsOf(login)).toBe(0);
  });
});
