import type { api } from '#wire';
import { type Office, openOffice, PASSWORD } from './office.js';
import { ask, type ProblemAnswer } from './person.js';

const MINUTE = 60_000;

describe('sessions', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice(); });
  afterAll(() => office.close());

  it('are kept in a cookie that no script reads and no other site sends', async () => {
    const answer = await ask<api.Me>(office.url, '/api/v1/session', { method: 'POST', json: { login: ' CHEN ', password: PASSWORD } });
    expect(answer.headers.get('set-cookie')).toMatch(/^minqing=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.body).toMatchObject({ cadre: 'chen', name: '幹部 chen', activePost: { post: 'chen-post', unit: 'comm-11', level: 'community', role: 'cadre' } });
    expect(answer.body.commands).toContain('report-issue');
  });

  it('do not tell a wrong password from an unknown login, and are limited', async () => {
    const attempt = (login: string): Promise<ProblemAnswer> => ask(office.url, '/api/v1/session', { method: 'POST', json: { login, password: 'wrong' } });
    const [known, unknown] = [await attempt('feng'), await attempt('nobody')];
    expect(known).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } });
    expect(unknown.body).toEqual(known.body);
    let last = known;
    for (let tries = 0; tries < 6; tries += 1) last = await attempt('feng');
    expect(last).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('end by signing out, after 15 idle minutes, and never outlive 8 hours', async () => {
    const [out, idle, long] = [await office.signIn('chen'), await office.signIn('lin'), await office.signIn('sun')];
    expect(await out.ask('/api/v1/session', { method: 'DELETE' })).toMatchObject({ status: 204 });
    expect((await out.get('/api/v1/me')).status).toBe(401);
    office.pass(10 * MINUTE);
    expect((await long.get('/api/v1/me')).status).toBe(200);
    office.pass(6 * MINUTE);
    expect(await idle.get('/api/v1/me')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    for (let passed = 16; passed < 479; passed += 10) {
      expect((await long.get('/api/v1/session')).status).toBe(200);
      office.pass(10 * MINUTE);
    }
    expect((await long.get('/api/v1/me')).status).toBe(401);
  });

  it('let someone act by another post of theirs only', async () => {
    const chen = await office.signIn('chen');
    expect((await chen.ask('/api/v1/session/post', { method: 'PUT', json: { post: 'chen-post' } })).status).toBe(200);
    expect(await chen.ask('/api/v1/session/post', { method: 'PUT', json: { post: 'sun-post' } })).toMatchObject({ status: 404 });
  });

  it('go on under a new cookie when their password is changed, and no other of the account does', async () => {
    const [du, elsewhere] = [await office.signIn('du'), await office.signIn('du')];
    const change = (json: object) => du.ask<api.Problem>('/api/v1/session/password', { method: 'PUT', json });
    const newPassword = 'known to nobody else';
    expect(await change({ password: 'a guess', newPassword })).toMatchObject({ status: 403, body: { code: 'present-password-wrong' } });
    expect(await change({ password: PASSWORD, newPassword: 'short' })).toMatchObject({ status: 422, body: { code: 'password-too-short', params: { shortest: 10 } } });
    expect(await change({ newPassword })).toMatchObject({ status: 422, body: { code: 'invalid-body', errors: [{ path: '/password' }] } });
    expect((await elsewhere.get('/api/v1/me')).status).toBe(200);

    const changed = await change({ password: PASSWORD, newPassword });
    expect(changed).toMatchObject({ status: 200, body: { cadre: 'du', activePost: { post: 'du-post' } } });
    const cookie = changed.headers.get('set-cookie')!.split(';', 1)[0]!;
    expect(cookie).not.toBe(du.cookie);
    expect([(await du.get('/api/v1/me')).status, (await elsewhere.get('/api/v1/me')).status, (await ask(office.url, '/api/v1/me', { headers: { cookie } })).status]).toEqual([401, 401, 200]);
    const signIn = async (password: string) => (await ask(office.url, '/api/v1/session', { method: 'POST', json: { login: 'du', password } })).status;
    expect([await signIn(PASSWORD), await signIn(newPassword)]).toEqual([401, 200]);
    expect(await ask(office.url, '/api/v1/session/password', { method: 'PUT', json: { password: newPassword, newPassword } })).toMatchObject({ status: 401 });
  });

  it('end when their post ends on record though the read models stand still, and begin by a post that only the record knows', async () => {
    await office.stopProjector();
    const zheng = await office.signIn('zheng');
    await office.give({ type: 'leave-post', data: { cadre: 'zheng', post: 'zheng-post', to: '2020-12-31' } });
    office.pass(1_000);
    expect(await zheng.get('/api/v1/me')).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    expect(await ask(office.url, '/api/v1/session', { method: 'POST', json: { login: 'zheng', password: PASSWORD } })).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } });

    await office.give({ type: 'take-post', data: { cadre: 'zheng', post: 'zheng-later', unit: 'street-2', role: 'dispatcher', from: '2021-01-01' } });
    const again = await office.signIn('zheng');
    const later = { post: 'zheng-later', unit: 'street-2', unitName: '單位 street-2', level: 'subdistrict', role: 'dispatcher' };
    expect((await again.get<api.Me>('/api/v1/me')).body).toMatchObject({ name: '幹部 zheng', activePost: later, posts: [later] });
    office.startProjector();
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }], ['a sister host', { 'sec-fetch-site': 'same-site' }],
    ['a foreign origin', { origin: 'https://elsewhere.example' }], ['an opaque origin', { origin: 'null' }],
  ])('are of no use to %s', async (_, headers) => {
    const chen = await office.signIn('chen');
    const answer = await chen.ask('/api/v1/issues', { method: 'POST', json: {}, headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site-request' } });
    expect((await chen.ask('/api/v1/me', { headers })).status).toBe(200);
  });

  it('serve our own page', async () => {
    const chen = await office.signIn('chen');
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: office.url }, { origin: 'http://127.0.0.1' }] as Record<string, string>[]) {
      expect((await chen.ask('/api/v1/issues', { method: 'POST', json: {}, headers })).status).toBe(422);
    }
  });
});

describe('sessions that are made up', () => {
  it('are limited by their address before anything is looked up, and keep no one out who is signed in', async () => {
    const office = await openOffice({ openRequestsPerMinute: 5 });
    try {
      const chen = await office.signIn('chen');
      expect((await chen.get('/api/v1/me')).status).toBe(200);
      let looks = 0;
      const query = office.pool.query.bind(office.pool) as (...asked: unknown[]) => unknown;
      Object.assign(office.pool, { query: (...asked: unknown[]) => {
        if (String(asked[0]).includes('from identity.session')) looks += 1;
        return query(...asked);
      } });
      const statuses = [];
      for (let count = 0; count < 6; count += 1) statuses.push((await ask(office.url, '/api/v1/me', { headers: { cookie: `minqing=${'x'.repeat(42)}${count}` } })).status);
      expect([statuses, looks]).toEqual([[401, 401, 401, 401, 429, 429], 4]);
      office.pass(2_000);
      expect((await chen.get('/api/v1/me')).status).toBe(200);
      expect(looks).toBe(5);
    } finally {
      await office.close();
    }
  });
});

describe('a session reached by https', () => {
  it('is bound to the host and sent in secret', async () => {
    const office = await openOffice({ publicUrl: 'https://minqing.example', requestsPerMinute: 3 });
    try {
      const answer = await ask(office.url, '/api/v1/session', { method: 'POST', json: { login: 'chen', password: PASSWORD } });
      expect(answer.headers.get('set-cookie')).toMatch(/^__Host-minqing=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
      const cookie = answer.headers.get('set-cookie')!.split(';', 1)[0]!;
      const statuses = [];
      for (let count = 0; count < 4; count += 1) statuses.push((await ask(office.url, '/api/v1/me', { headers: { cookie } })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    } finally {
      await office.close();
    }
  });
});
