import { declaredRoutes } from '../../../apps/api/http/declared-routes.js';
import { CONTROLLERS } from '../../../apps/api/api.module.js';
import type { api } from '#wire';
import { type Login, type Office, openOffice, PASSWORD } from './office.js';
import { ask, type Person } from './person.js';

const CLASS = { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' };
const open = ['signIn', 'signOut', 'live', 'ready', 'docs', 'docsStart', 'openapi', 'docsAsset'];

describe('who may do what', () => {
  let office: Office;
  let people: Record<Login, Person>;
  let issueId: string;
  let position: number;

  beforeAll(async () => {
    office = await openOffice();
    const logins = ['chen', 'lin', 'sun', 'qian', 'wu', 'zheng', 'feng', 'zhou'] as const;
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
    ({ issueId, position } = await people.chen.reports('comm-11') as { issueId: string; position: number });
  });
  afterAll(() => office.close());

  it('opens to everyone only what is on this list', () => {
    const routes = declaredRoutes(CONTROLLERS);
    expect(routes.filter(({ operation }) => operation.access === 'anyone').map(({ operation }) => operation.id).sort()).toEqual([...open].sort());
    expect(routes.filter(({ operation }) => operation.access === 'loopback').map(({ operation }) => operation.id)).toEqual(['metrics']);
  });

  it('asks for a session on every other route', async () => {
    for (const { method, pattern, operation } of declaredRoutes(CONTROLLERS)) {
      if (operation.access === 'anyone' || operation.access === 'loopback') continue;
      const answer = await ask<api.Problem>(office.url, pattern.replace(':id', issueId), { method });
      expect([pattern, answer.status, answer.body.code]).toEqual([pattern, 401, 'not-signed-in']);
    }
  });

  it('hides an issue of another area wherever it could be seen', async () => {
    const { zheng, feng } = people;
    for (const stranger of [zheng, feng]) {
      expect(await stranger.get(`/api/v1/issues/${issueId}`, position)).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect((await stranger.get(`/api/v1/issues/${issueId}/history`)).status).toBe(404);
      expect((await stranger.get<api.LedgerPage>('/api/v1/issues', position)).body.rows).toEqual([]);
      expect((await stranger.get<api.LedgerPage>('/api/v1/issues?unit=comm-11', position)).body.rows).toEqual([]);
      expect((await stranger.get<api.BoardPage>('/api/v1/board?unit=street-1', position)).body).toMatchObject({ rows: [], counts: { open: 0 } });
      expect((await stranger.get<api.Figures>('/api/v1/figures?by=unit&unit=street-1&from=2020-01-01&to=2100-01-01', position)).body.total.received).toBe(0);
    }
    const given = await feng.give<api.Problem>(`/api/v1/issues/${issueId}/register`, CLASS);
    const unknown = await feng.give<api.Problem>('/api/v1/issues/00000000-0000-5000-8000-000000000000/register', CLASS);
    expect(given.status).toBe(404);
    expect({ ...given.body }).toEqual({ ...unknown.body });
  });

  it('notes who looks at an issue that lies elsewhere, and tells no more of it than of one that is none', async () => {
    const { feng, zhou } = people;
    const noted = async () => (await office.pool.query<object>("select cadre, unit, subject, detail from identity.audit where act = 'access-denied' and cadre in ('feng', 'zhou') order by id")).rows;
    const before = (await noted()).length;
    const none = '00000000-0000-5000-8000-000000000000';
    const [there, nowhere] = [await feng.get<api.Problem>(`/api/v1/issues/${issueId}`), await feng.get<api.Problem>(`/api/v1/issues/${none}`)];
    expect([there.status, there.body]).toEqual([nowhere.status, nowhere.body]);
    await feng.get(`/api/v1/issues/${issueId}/replay`);
    // Who sees it now and asks for a moment before it was there is denied nothing.
    expect((await zhou.get(`/api/v1/issues/${issueId}?asOf=1`)).status).toBe(404);
    expect((await noted()).slice(before)).toEqual([[issueId, 'issue'], [none, 'issue'], [issueId, 'replay']].map(([subject, command]) => ({ cadre: 'feng', unit: 'street-2', subject, detail: { command, answer: 'not-found' } })));
  });

  it('tells a role that it may not, and notes it', async () => {
    const denied = async () => Number((await office.pool.query("select count(*) as n from identity.audit where act = 'access-denied'")).rows[0].n);
    const before = await denied();
    expect(await people.qian.give(`/api/v1/issues/${issueId}/register`, CLASS)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect(await people.qian.give('/api/v1/issues', { channel: 'window', title: 'x', text: 'x', area: 'comm-11' })).toMatchObject({ status: 403 });
    expect(await people.chen.give(`/api/v1/issues/${issueId}/register`, CLASS)).toMatchObject({ status: 403 });
    expect(await people.sun.give(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' })).toMatchObject({ status: 403 });
    expect(await people.wu.get('/api/v1/issues')).toMatchObject({ status: 403 });
    expect(await people.wu.get('/api/v1/board/stream')).toMatchObject({ status: 403 });
    // The unit head sees the issue, but only the unit that holds an assignment returns it.
    await people.lin.does(`/api/v1/issues/${issueId}/register`, CLASS);
    await people.lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    expect(await people.zhou.give(`/api/v1/issues/${issueId}/return`, { ground: 'not-our-duty', note: 'x' })).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect(await denied()).toBe(before + 7);
  });

  it('judges a command where the issue lies when it is decided, not a moment before', async () => {
    const [wang, du] = await Promise.all([office.signIn('wang'), office.signIn('du')]);
    for (let round = 0; round < 5; round += 1) {
      const raced = (await people.chen.reports('comm-11')).issueId;
      await people.lin.does(`/api/v1/issues/${raced}/register`, CLASS);
      await people.lin.does(`/api/v1/issues/${raced}/dispatch`, { unit: 'works-1' });
      await Promise.all([du.give(`/api/v1/issues/${raced}/take-over`, {}), wang.give(`/api/v1/issues/${raced}/sign-for`, {})]);
      const { events } = await office.store.readStream(`issue/${raced}`);
      // Whoever was first, a cadre of the department signs for the department alone.
      const signed = events.filter(({ type }) => type === 'AssignmentSignedFor').map(({ data }) => (data as { unit: string }).unit);
      expect(['', 'works-1']).toContain(signed.join());
    }
  });

  it('leaves a matter in sight of the unit that it was taken from, to look at', async () => {
    const [wang, hu, du] = await Promise.all([office.signIn('wang'), office.signIn('hu'), office.signIn('du')]);
    const taken = (await people.chen.reports('comm-11')).issueId;
    await people.lin.does(`/api/v1/issues/${taken}/register`, CLASS);
    await people.lin.does(`/api/v1/issues/${taken}/dispatch`, { unit: 'works-1' });
    await wang.does(`/api/v1/issues/${taken}/sign-for`, {});
    const { position: over } = await du.does(`/api/v1/issues/${taken}/take-over`, {});
    for (const one of [wang, hu]) {
      const page = await one.get<api.IssuePage>(`/api/v1/issues/${taken}`, over!);
      expect(page).toMatchObject({ status: 200, body: { row: { unit: 'dist' }, coResponsible: [{ unit: 'works-1' }], reporter: null, verbs: [] } });
      expect((await one.get(`/api/v1/issues/${taken}/history`)).status).toBe(200);
      expect((await one.get<api.LedgerPage>('/api/v1/issues')).body.rows.map(({ issueId: id }) => id)).toContain(taken);
      expect((await one.get<api.BoardPage>('/api/v1/board')).body.rows.map(({ issueId: id }) => id)).toContain(taken);
      const { rows: [own], total } = (await one.get<api.Figures>('/api/v1/figures?by=unit&from=2020-01-01&to=2100-01-01')).body;
      expect([own!.key, own!.received]).toEqual(['works-1', total.received]);
      const measure = { measure: '換燈', responsible: 'wang', doneBy: '2099-01-01' };
      expect(await one.give<api.Problem>(`/api/v1/issues/${taken}/measure`, measure)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    }
    const { zheng, feng } = people;
    for (const stranger of [zheng, feng]) expect((await stranger.get(`/api/v1/issues/${taken}`)).status).toBe(404);
  });

  it('takes reports for one\'s own area alone', async () => {
    expect(await people.chen.give('/api/v1/issues', { channel: 'window', title: 'x', text: 'x', area: 'comm-21' })).toMatchObject({ status: 403, body: { code: 'outside-area' } });
    expect(await people.chen.give('/api/v1/issues', { channel: 'window', title: 'x', text: 'x', area: 'nowhere' })).toMatchObject({ status: 403, body: { code: 'outside-area' } });
  });

  it('takes a code for a topic, and no sentence', async () => {
    for (const topic of ['何某家的事，電話 13800000000', 'a, {"defaultValue":7}', 'a/', '/a', ' a', 'a//b']) {
      const answer = await people.lin.give<api.Problem>(`/api/v1/issues/${issueId}/reclassify`, { ...CLASS, topic, reason: 'x' });
      expect([topic, answer.status, answer.body.errors?.map(({ path }) => path)]).toEqual([topic, 422, ['/topic']]);
    }
  });

  it('takes no role, unit or actor from the body', async () => {
    const answer = await people.chen.give<api.Problem>('/api/v1/issues', { channel: 'window', title: 'x', text: 'x', area: 'comm-11', role: 'supervisor', by: { kind: 'clock' } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ path: '/role', code: 'unknown-key', message: expect.any(String) }, { path: '/by', code: 'unknown-key', message: expect.any(String) }]);
  });

  it('ends a session when its post is over', async () => {
    await people.zheng.reports('comm-21');
    await office.give({ type: 'leave-post', data: { cadre: 'zheng', post: 'zheng-post', to: '2021-01-01' } });
    await office.settled();
    office.pass(2_000);
    expect((await people.zheng.get('/api/v1/me')).status).toBe(401);
    expect(await ask(office.url, '/api/v1/session', { method: 'POST', json: { login: 'zheng', password: PASSWORD } })).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } });
  });
});
