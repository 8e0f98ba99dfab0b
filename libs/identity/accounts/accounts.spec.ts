import { openPool } from '#database';
import { plusMillis, type Instant } from '#kernel';
import type { PostHolder } from '#projections';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';
import { createAccount, setDisabled, setPassword } from './accounts.js';
import { noteAudit } from './audit.js';
import { openDesk, type Desk } from './desk.js';
import { choosePost, isSessionAlive, signIn, signOut, touchSession } from './sessions.js';

const MINUTE = 60_000;
const PASSWORD = 'correct horse battery';
const post = (code: string, over: Partial<PostHolder> = {}): PostHolder =>
  ({ cadre: 'K1', name: '陳', post: code, unit: 'U1', unitName: '柳溪', level: 'community', role: 'cadre', ...over });

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let desk: Desk;
let now: Instant = '2026-03-02T01:00:00.000Z';
/** Who holds which posts, as the record would tell. */
let held: Record<string, readonly PostHolder[]>;
let logins = 0;

const options = () => ({ pool, now: () => now, offsetMinutes: 480, postsOf: async (cadre: string) => held[cadre] ?? [] });
const wait = (millis: number) => { now = plusMillis(now, millis); };

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  desk = await openDesk(options());
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => {
  held = {};
  wait(24 * 60 * MINUTE);
});

/** A new account whose cadre holds these posts. */
async function account(posts: readonly PostHolder[] = [post('P1'), post('P2', { unit: 'U2', role: 'dispatcher' })]) {
  const login = `login-${logins += 1}`;
  const cadre = `K-${login}`;
  held[cadre] = posts.map((each) => ({ ...each, cadre }));
  expect(await createAccount(desk, { login, cadre, password: PASSWORD })).toEqual({ done: true });
  return { login, cadre };
}
const attempt = (login: string, password = PASSWORD, address = '10.0.0.1') => signIn(desk, { login, password, address });
async function tokenOf(login: string): Promise<string> {
  const answer = await attempt(login);
  if (answer.status !== 'signed-in') throw new Error(answer.status);
  return answer.token;
}

describe('an account', () => {
  it('keeps an argon2id hash, never the password', async () => {
    const { login } = await account();
    const { rows } = await pool.query('select * from identity.account where login = $1', [login]);
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it('is one a login and one a cadre, and takes no short password', async () => {
    const { login, cadre } = await account();
    expect(await createAccount(desk, { login: ` ${login.toUpperCase()} `, cadre: 'other', password: PASSWORD })).toMatchObject({ refusal: { code: 'account-taken' } });
    expect(await createAccount(desk, { login: 'other', cadre, password: PASSWORD })).toMatchObject({ refusal: { code: 'account-taken' } });
    expect(await createAccount(desk, { login: 'other', cadre: 'other', password: 'short' })).toMatchObject({ refusal: { code: 'password-too-short' } });
    expect(await setPassword(desk, login, 'x'.repeat(257))).toMatchObject({ refusal: { code: 'password-too-long' } });
    expect(await setDisabled(desk, 'nobody', true)).toMatchObject({ refusal: { code: 'account-unknown' } });
  });
});

describe('signing in', () => {
  it('opens a session with the first post active; the token itself is nowhere in the database', async () => {
    const { login, cadre } = await account();
    const answer = await attempt(login);
    expect(answer).toMatchObject({ status: 'signed-in', session: { login, cadre, active: { post: 'P1' }, expiresAt: plusMillis(now, 15 * MINUTE) } });
    const token = (answer as { token: string }).token;
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await touchSession(desk, token)).toMatchObject({ login, active: { post: 'P1' }, posts: [{ post: 'P1' }, { post: 'P2' }] });
    const { rows } = await pool.query("select encode(token_hash, 'hex') as hash, s.* from identity.session s where login = $1", [login]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows[0].hash).not.toBe(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('answers a wrong password, an unknown login, a disabled account and a holder without a post alike', async () => {
    const [known, disabled, postless] = [await account(), await account(), await account([])];
    await setDisabled(desk, disabled.login, true);
    const answers = [await attempt(known.login, 'wrong password'), await attempt('nobody-at-all'), await attempt(disabled.login), await attempt(postless.login)];
    expect(answers).toEqual(answers.map(() => ({ status: 'denied' })));
  });

  it('is limited per account, also while attempts are made at once and through another process', async () => {
    const { login } = await account();
    const other = await openDesk(options());
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn(n % 2 ? desk : other, { login, password: `guess number ${n}`, address: `10.1.0.${n}` })));
    expect(answers.filter(({ status }) => status === 'denied').length).toBeLessThanOrEqual(5);
    for (let n = 0; n < 5; n += 1) await attempt(login, 'wrong password', `10.2.0.${n}`);
    expect(await attempt(login, PASSWORD, '10.3.0.1')).toMatchObject({ status: 'too-many' });
  });

  it('limits unknown logins in the same way, and opens again after a quarter of an hour', async () => {
    const { login } = await account();
    for (const name of [login, 'ghost']) {
      const answers = [];
      for (let n = 0; n < 6; n += 1) answers.push((await attempt(name, 'wrong password', `10.4.0.${n}`)).status);
      expect(answers).toEqual(['denied', 'denied', 'denied', 'denied', 'denied', 'too-many']);
    }
    expect(await attempt(login)).toEqual({ status: 'too-many', again: plusMillis(now, 15 * MINUTE) });
    wait(15 * MINUTE);
    expect(await attempt(login)).toMatchObject({ status: 'signed-in' });
  });

  it('is limited per address over all accounts', async () => {
    await pool.query("insert into identity.attempt (subject, at) select sha256(convert_to('[\"address\",\"10.5.0.1\"]', 'UTF8')), $1 from generate_series(1, 50)", [now]);
    const { login } = await account();
    expect(await attempt(login, PASSWORD, '10.5.0.1')).toMatchObject({ status: 'too-many' });
    expect(await attempt(login, PASSWORD, '10.5.0.2')).toMatchObject({ status: 'signed-in' });
  });

  it('is limited per network of addresses that one subscriber can choose from', async () => {
    await pool.query("insert into identity.attempt (subject, at) select sha256(convert_to('[\"address\",\"2001:db8:0:0::/64\"]', 'UTF8')), $1 from generate_series(1, 50)", [now]);
    const { login } = await account();
    expect(await attempt(login, PASSWORD, '2001:db8::5:1')).toMatchObject({ status: 'too-many' });
    expect(await attempt(login, PASSWORD, '2001:db8:0:1::5:1')).toMatchObject({ status: 'signed-in' });
  });

  it('clears the account’s count when it succeeds', async () => {
    const { login } = await account();
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1) expect(await attempt(login, 'wrong password', '10.6.0.1')).toEqual({ status: 'denied' });
      expect(await attempt(login, PASSWORD, '10.6.0.1')).toMatchObject({ status: 'signed-in' });
    }
  });
});

describe('a session', () => {
  it('ends after a quarter of an hour without use, and not while it is used', async () => {
    const token = await tokenOf((await account()).login);
    for (let n = 0; n < 4; n += 1) {
      wait(14 * MINUTE);
      expect(await touchSession(desk, token)).toBeDefined();
    }
    wait(15 * MINUTE);
    expect(await touchSession(desk, token)).toBeUndefined();
  });

  it('is not kept alive by asking whether it is alive', async () => {
    const token = await tokenOf((await account()).login);
    wait(10 * MINUTE);
    expect(await isSessionAlive(desk, token, 'P1')).toBe(true);
    wait(5 * MINUTE);
    expect(await isSessionAlive(desk, token, 'P1')).toBe(false);
  });

  it('is alive for its active post alone', async () => {
    const token = await tokenOf((await account([post('P1'), post('P2', { unit: 'U2' })])).login);
    expect([await isSessionAlive(desk, token, 'P1'), await isSessionAlive(desk, token, 'P2')]).toEqual([true, false]);
    await choosePost(desk, token, 'P2');
    expect([await isSessionAlive(desk, token, 'P1'), await isSessionAlive(desk, token, 'P2')]).toEqual([false, true]);
  });

  it('ends after eight hours at most', async () => {
    const token = await tokenOf((await account()).login);
    for (let n = 0; n < 47; n += 1) {
      wait(10 * MINUTE);
      expect(await touchSession(desk, token)).toBeDefined();
    }
    wait(10 * MINUTE);
    expect(await touchSession(desk, token)).toBeUndefined();
  });

  it('is dead at once after a disable, a new password or signing out', async () => {
    const ends = {
      disable: ({ login }: { login: string }) => setDisabled(desk, login, true),
      password: ({ login }: { login: string }) => setPassword(desk, login, 'another good password'),
      signOut: (_: { login: string }, token: string) => signOut(desk, token),
    };
    for (const end of Object.values(ends)) {
      const who = await account();
      const token = await tokenOf(who.login);
      expect(await touchSession(desk, token)).toBeDefined();
      await end(who, token);
      expect(await touchSession(desk, token)).toBeUndefined();
    }
  });

  it('is dead within a second after another process disabled the account', async () => {
    const { login } = await account();
    const token = await tokenOf(login);
    expect(await touchSession(desk, token)).toBeDefined();
    await setDisabled(await openDesk(options()), login, true);
    wait(1_000);
    expect(await touchSession(desk, token)).toBeUndefined();
  });

  it('is dead within a second after the active post ended, whatever other posts remain', async () => {
    const { login, cadre } = await account();
    const token = await tokenOf(login);
    expect(await touchSession(desk, token)).toBeDefined();
    held[cadre] = [post('P2', { cadre })];
    wait(1_000);
    expect(await touchSession(desk, token)).toBeUndefined();
  });

  it('changes to another of the cadre’s own posts, and to no other', async () => {
    const token = await tokenOf((await account()).login);
    expect(await choosePost(desk, token, 'P2')).toMatchObject({ active: { post: 'P2', role: 'dispatcher' } });
    expect(await touchSession(desk, token)).toMatchObject({ active: { post: 'P2' } });
    expect(await choosePost(desk, token, 'P9')).toBeUndefined();
    expect(await touchSession(desk, token)).toMatchObject({ active: { post: 'P2' } });
  });

  it('is unknown for any other token', async () => {
    const token = await tokenOf((await account()).login);
    for (const other of ['', 'x', `${token}x`, token.slice(1)]) expect(await touchSession(desk, other)).toBeUndefined();
  });
});

describe('the audit of security matters', () => {
  it('notes sign-ins and denials without what was typed', async () => {
    const { login, cadre } = await account();
    await attempt(login, 'wrong password', '10.7.0.1');
    await attempt('my secret typed as login', 'wrong password', '10.7.0.1');
    await attempt(login, PASSWORD, '10.7.0.1');
    const { rows } = await pool.query("select act, cadre, post, subject from identity.audit where address = '10.7.0.1' order by id");
    expect(rows).toEqual([
      { act: 'sign-in-denied', cadre, post: null, subject: login },
      { act: 'sign-in-denied', cadre: null, post: null, subject: null },
      { act: 'sign-in', cadre, post: 'P1', subject: null },
    ]);
  });

  it('can be added to and neither changed nor emptied', async () => {
    await noteAudit(desk, { act: 'access-denied', cadre: 'K1', post: 'P1', subject: 'issue-1', detail: { command: 'close-issue' } });
    const { rows } = await pool.query("select at, detail from identity.audit where act = 'access-denied'");
    expect(rows).toEqual([{ at: now, detail: { command: 'close-issue' } }]);
    for (const change of ['update identity.audit set act = $$x$$', 'delete from identity.audit', 'truncate identity.audit']) {
      await expect(pool.query(change)).rejects.toThrow('append only');
    }
  });
});
