import { openPool } from '#database';
import { instantOf } from '#kernel';
import { testDatabase } from '#testing/servers';
import type pg from 'pg';
import { createAccount, setPassword } from './accounts.js';
import { openDesk, type Desk } from './desk.js';
import { changeOwnPassword } from './own-password.js';
import { signIn, signOut, touchSession } from './sessions.js';

const PRINTED = 'printed by an operator';
const OWN = 'known to nobody else';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let desk: Desk;
let login: string;
let logins = 0;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url);
  const posts = (cadre: string) => ['P1', 'P2'].map((post) => ({ cadre, name: '陳', post, unit: 'U1', unitName: '柳溪', level: 'community', role: 'cadre' }) as const);
  desk = await openDesk({ pool, now: () => instantOf(Date.now()), offsetMinutes: 480, postsOf: async (cadre) => posts(cadre) });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  login = `login-${logins += 1}`;
  await createAccount(desk, { login, cadre: `K-${login}`, password: PRINTED });
});

const attempt = (password: string) => signIn(desk, { login, password, address: `10.0.0.${logins}` });
async function session(password = PRINTED): Promise<string> {
  const answer = await attempt(password);
  if (answer.status !== 'signed-in') throw new Error(answer.status);
  return answer.token;
}
const change = (token: string, newPassword = OWN, password = PRINTED) => changeOwnPassword(desk, token, { password, newPassword, address: `10.0.0.${logins}` });
const acts = async () => (await pool.query<{ act: string }>(`select act from identity.audit where subject = $1 and act like 'password-%' order by id`, [login])).rows.map(({ act }) => act);

describe('one’s own password', () => {
  it('is another from then on: every session of the account is over, and the one that asked goes on under a new token', async () => {
    const [here, elsewhere] = [await session(), await session()];
    const answer = await change(here);
    expect(answer).toMatchObject({ status: 'changed', session: { login, active: { post: 'P1' }, posts: [{ post: 'P1' }, { post: 'P2' }] } });
    const { token } = answer as { token: string };
    expect(await Promise.all([here, elsewhere, token].map(async (each) => (await touchSession(desk, each))?.active.post))).toEqual([undefined, undefined, 'P1']);
    expect(await attempt(PRINTED)).toEqual({ status: 'denied' });
    expect(await attempt(OWN)).toMatchObject({ status: 'signed-in' });
    expect(await acts()).toEqual(['password-changed']);
  });

  it('stays as it is without the present one, and asking counts like signing in', async () => {
    const token = await session();
    const statuses = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await change(token, OWN, `guess number ${tries}`)).status);
    expect(statuses).toEqual(['denied', 'denied', 'denied', 'denied', 'denied', 'too-many']);
    expect(await change(token)).toMatchObject({ status: 'too-many' });
    expect(await attempt(PRINTED)).toMatchObject({ status: 'too-many' });
    expect(await touchSession(desk, token)).toBeDefined();
    expect(await acts()).toEqual([...Array.from({ length: 5 }, () => 'password-change-denied'), 'password-change-limited', 'password-change-limited']);
  });

  it('is of the length that every password has', async () => {
    const token = await session();
    expect(await change(token, 'short')).toEqual({ status: 'refused', refusal: { code: 'password-too-short', params: { shortest: 10 } } });
    expect(await change(token, 'x'.repeat(257))).toMatchObject({ status: 'refused', refusal: { code: 'password-too-long' } });
    expect(await attempt(PRINTED)).toMatchObject({ status: 'signed-in' });
  });

  it('is changed by nobody whose session is over, nor past an operator who gave another one meanwhile', async () => {
    const [out, overtaken] = [await session(), await session()];
    await signOut(desk, out);
    expect(await change(out)).toEqual({ status: 'ended' });
    const [theirs] = await Promise.all([change(overtaken), setPassword(desk, login, 'given by the operator')]);
    expect(['changed', 'denied', 'ended']).toContain(theirs.status);
    const [byOperator, byOneself] = [await attempt('given by the operator'), await attempt(OWN)];
    expect([byOperator.status, byOneself.status].sort()).toEqual(['denied', 'signed-in']);
    expect(await touchSession(desk, overtaken)).toBeUndefined();
  });
});
