import type { api } from '#wire';
import { type Login, type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const REPORTER = { name: '何秋實', phone: '13800001111', address: '柳溪路七號', onBehalfOf: '何老太' };
const SECRETS = /何秋實|13800001111|柳溪路七號|何老太/;
const REPORT = { channel: 'window', title: '收費不公', text: '窗口另收了一筆。', area: 'comm-11', reporter: REPORTER };
const DAY_MS = 24 * 60 * 60 * 1000;

interface Note { readonly act: string; readonly cadre: string; readonly post: string; readonly subject: string; readonly detail: Record<string, string> }

let office: Office;
let people: Record<Login, Person>;
const signInAll = async (): Promise<void> => {
  const logins = ['chen', 'lin', 'wang', 'hu', 'zhou', 'sun', 'qian', 'wu', 'zheng', 'du'] as const;
  people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
};
beforeAll(async () => {
  office = await openOffice();
  await signInAll();
});
afterAll(() => office.close());

const reports = (over: object = {}): Promise<api.CommandResult> => people.chen.does('/api/v1/issues', { ...REPORT, ...over });
const read = (who: Person, issueId: string, purpose = 'contact-resident') =>
  who.ask<api.ReporterReading & api.Problem>(`/api/v1/issues/${issueId}/reporter-readings`, { method: 'POST', json: { purpose } });
const notesOn = async (issueId: string): Promise<Note[]> =>
  (await office.pool.query<Note>("select act, cadre, post, subject, detail from identity.audit where subject = $1 and act like 'sensitive%' order by id", [issueId])).rows;
const pageOf = async (who: Person, { issueId, position }: { issueId: string; position: number | null }): Promise<api.IssuePage> =>
  (await who.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!)).body;

describe('who brought a matter', () => {
  it('leaves by no page, history, replay, search or export', async () => {
    const { issueId, position } = await reports();
    const paths = [
      `/api/v1/issues/${issueId}`, `/api/v1/issues/${issueId}/history`, `/api/v1/issues/${issueId}/replay`, '/api/v1/issues', '/api/v1/board',
      `/api/v1/events?issue=${issueId}`, `/api/v1/events/export?format=jsonl&issue=${issueId}`, `/api/v1/events/export?format=csv&issue=${issueId}`,
    ];
    for (const path of paths) {
      const answer = await people.sun.get(path, position!);
      expect([path, answer.status, SECRETS.test(JSON.stringify(answer.body))]).toEqual([path, 200, false]);
    }
    expect((await pageOf(people.sun, { issueId, position })).reporter).toEqual({ sealed: false, mayRead: true });
    const { entries: [first] } = (await people.sun.get<api.History>(`/api/v1/issues/${issueId}/history`)).body;
    expect(first!.data).toMatchObject({ reporter: { name: '[withheld]', phone: '[withheld]', address: '[withheld]', onBehalfOf: '[withheld]' } });
  });

  it('is read for a purpose, and who read it what for is on record', async () => {
    const { issueId, position } = await reports();
    expect(await read(people.chen, issueId, 'curiosity')).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect(await notesOn(issueId)).toEqual([]);
    expect(await read(people.chen, issueId)).toMatchObject({ status: 201, body: { issueId, purpose: 'contact-resident', until: null, reporter: REPORTER } });
    await read(people.qian, issueId, 'audit');
    const page = await pageOf(people.qian, { issueId, position });
    expect(await notesOn(issueId)).toMatchObject([
      { act: 'sensitive-read', cadre: 'chen', post: 'chen-post', detail: { purpose: 'contact-resident', means: 'page', number: page.row.number, area: 'comm-11', unit: 'comm-11' } },
      { act: 'sensitive-read', cadre: 'qian', post: 'qian-post', detail: { purpose: 'audit' } },
    ]);
    expect(JSON.stringify(await notesOn(issueId))).not.toMatch(SECRETS);
  });

  it('is not read by whoever does not handle the matter, and the attempt is on record', async () => {
    const { issueId, position } = await reports();
    await people.lin.does(`/api/v1/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' });
    await people.lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    expect(await read(people.wang, issueId)).toMatchObject({ status: 201, body: { reporter: REPORTER } });
    // It is no longer with the community that took it in.
    expect(await read(people.chen, issueId)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect((await pageOf(people.chen, { issueId, position })).reporter).toEqual({ sealed: false, mayRead: false });
    expect(await read(people.zheng, issueId)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await read(people.wu, issueId)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect(await read(people.zheng, 'no-such-issue')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await notesOn(issueId)).map(({ act, cadre, detail }) => [act, cadre, detail['answer']])).toEqual([
      ['sensitive-read', 'wang', undefined], ['sensitive-read-denied', 'chen', 'role-not-allowed'], ['sensitive-read-denied', 'zheng', 'not-found'],
    ]);
    const { rows: [denied] } = await office.pool.query<Note>("select cadre, subject from identity.audit where act = 'access-denied' order by id desc limit 1");
    expect(denied).toEqual({ cadre: 'wu', subject: 'readReporter' });
  });

  it('is not told where nobody was named, nor to whom the matter complains of', async () => {
    const nobody = await people.chen.does('/api/v1/issues', { channel: 'letter', title: 'x', text: 'x', area: 'comm-11' });
    expect((await pageOf(people.chen, nobody)).reporter).toBeNull();
    expect(await read(people.chen, nobody.issueId)).toMatchObject({ status: 409, body: { code: 'no-reporter' } });
    const complaint = await reports({ complainedOf: 'lin' });
    expect(await read(people.lin, complaint.issueId)).toMatchObject({ status: 409, body: { code: 'complained-of' } });
    expect(await pageOf(people.lin, complaint)).toMatchObject({ reporter: { mayRead: false }, complainedOf: { cadre: 'lin', name: '幹部 lin' } });
    expect((await notesOn(complaint.issueId)).map(({ detail }) => detail['answer'])).toEqual(['complained-of']);
  });
});

describe('a sealed identity', () => {
  const opens = (who: Person, issueId: string, reason = '須向本人核實') => who.does(`/api/v1/issues/${issueId}/ask-to-open`, { purpose: 'complaint-handling', reason });
  const decides = (who: Person, issueId: string, opening: string, verb = 'approve-opening') =>
    who.give<Omit<api.CommandResult, 'status'> & Pick<api.Problem, 'code'>>(`/api/v1/issues/${issueId}/${verb}`, { opening, ...(verb === 'approve-opening' ? {} : { reason: '可先走訪' }) });

  it('needs somebody to be named, and no household', async () => {
    expect(await people.chen.give('/api/v1/issues', { ...REPORT, reporter: undefined, sealedIdentity: true })).toMatchObject({ status: 422, body: { code: 'sealed-identity-empty' } });
    expect(await people.chen.give('/api/v1/issues', { ...REPORT, household: 'house-1', sealedIdentity: true })).toMatchObject({ status: 422, body: { code: 'sealed-with-household' } });
  });

  it('is read by the one who asked, once a second person agreed, until the opening is over', async () => {
    const { issueId, position } = await reports({ sealedIdentity: true });
    const sealed = await pageOf(people.chen, { issueId, position });
    expect(sealed).toMatchObject({ reporter: { sealed: true, mayRead: false }, openings: [] });
    expect(sealed.verbs).toContain('ask-to-open');
    expect(await read(people.chen, issueId)).toMatchObject({ status: 409, body: { code: 'identity-sealed' } });

    const asked = await opens(people.chen, issueId);
    const waiting = await pageOf(people.sun, asked);
    expect(waiting.openings).toMatchObject([{ askerName: '幹部 chen', purpose: 'complaint-handling', reason: '須向本人核實', standing: 'asked', until: null, mayDecide: true }]);
    expect((await pageOf(people.chen, asked)).openings).toMatchObject([{ mayDecide: false }]);
    const { opening } = waiting.openings[0]!;
    expect(await read(people.chen, issueId)).toMatchObject({ status: 409, body: { code: 'identity-sealed' } });

    const { status, body: approved } = await decides(people.sun, issueId, opening);
    expect(status).toBe(200);
    const [shown] = (await pageOf(people.chen, approved)).openings;
    expect(shown).toMatchObject({ standing: 'approved', decidedByName: '幹部 sun', mayDecide: false });
    expect(await read(people.sun, issueId)).toMatchObject({ status: 409, body: { code: 'identity-sealed' } });
    expect(await read(people.qian, issueId)).toMatchObject({ status: 409, body: { code: 'identity-sealed' } });
    expect(await read(people.chen, issueId, 'complaint-handling')).toMatchObject({ status: 201, body: { reporter: REPORTER, until: shown!.until } });

    const history = (await people.chen.get<api.History>(`/api/v1/issues/${issueId}/history`)).body;
    expect(history.entries.map(({ type }) => type)).toEqual(['IssueReported', 'DeadlineSet', 'IdentityOpeningAsked', 'IdentityOpeningApproved']);
    expect(JSON.stringify(history)).not.toMatch(SECRETS);
    expect((await notesOn(issueId)).map(({ cadre, detail }) => [cadre, detail['answer'] ?? detail['opening']])).toEqual([
      ['chen', 'identity-sealed'], ['chen', 'identity-sealed'], ['sun', 'identity-sealed'], ['qian', 'identity-sealed'], ['chen', opening],
    ]);
    office.pass(DAY_MS);
    const late = await office.signIn('chen');
    expect(await read(late, issueId)).toMatchObject({ status: 409, body: { code: 'opening-expired', params: { until: shown!.until! } } });
    expect((await pageOf(late, approved)).openings).toMatchObject([{ standing: 'over' }]);
    office.pass(-DAY_MS);
    // A sign-in at a later moment has swept every session away.
    await signInAll();
  });

  it('is opened by nobody else: not by whoever asks, handles the matter, is complained of, or stands beside it', async () => {
    const { issueId } = await reports({ sealedIdentity: true, complainedOf: 'zhou' });
    await people.lin.does(`/api/v1/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' });
    await people.lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    await people.wang.does(`/api/v1/issues/${issueId}/sign-for`, {});
    await office.give({ type: 'take-post', data: { cadre: 'du', post: 'du-works', unit: 'works-1', role: 'cadre', from: '2020-01-01' } });
    const measure = { measure: '退還', responsible: 'du', doneBy: '2099-01-01' };
    expect(await people.zhou.give(`/api/v1/issues/${issueId}/measure`, measure)).toMatchObject({ status: 409, body: { code: 'complained-of' } });
    expect(await people.hu.give(`/api/v1/issues/${issueId}/measure`, { ...measure, responsible: 'zhou' })).toMatchObject({ status: 422, body: { code: 'responsible-complained-of' } });
    const measured = await people.hu.does(`/api/v1/issues/${issueId}/measure`, measure);
    expect((await pageOf(people.zhou, measured)).verbs).toEqual([]);
    const asked = await opens(people.sun, issueId);
    const { opening } = (await pageOf(people.qian, asked)).openings[0]!;
    const told = async (who: Person, verb?: string) => {
      const { status, body } = await decides(who, issueId, opening, verb);
      return [status, body.code];
    };
    for (const verb of ['approve-opening', 'refuse-opening']) {
      expect(await told(people.sun, verb)).toEqual([409, 'opening-same-person']);
      expect(await told(people.du, verb)).toEqual([409, 'opening-by-handler']);
      expect(await told(people.wang, verb)).toEqual([403, 'role-not-allowed']);
      expect(await told(people.zhou, verb)).toEqual([403, 'role-not-allowed']);
      expect(await told(people.zheng, verb)).toEqual([403, 'role-not-allowed']);
    }
    expect((await people.zhou.give<api.Problem>(`/api/v1/issues/${issueId}/ask-to-open`, { purpose: 'audit', reason: 'x' })).body.code).toBe('complained-of');
    expect((await people.sun.give<api.Problem>(`/api/v1/issues/${issueId}/ask-to-open`, { purpose: 'audit', reason: 'x' })).body.code).toBe('opening-asked-already');
    expect(await decides(people.qian, issueId, 'no-such-opening')).toMatchObject({ status: 404, body: { code: 'opening-unknown' } });
    expect(await told(people.qian, 'refuse-opening')).toEqual([200, undefined]);
    expect(await told(people.qian)).toEqual([409, 'opening-decided-already']);
    expect(await read(people.sun, issueId)).toMatchObject({ status: 409, body: { code: 'identity-sealed' } });
    expect((await pageOf(people.qian, asked)).openings).toMatchObject([{ standing: 'refused', refusedFor: '可先走訪', decidedByName: '幹部 qian' }]);
  });
});

describe('who lives in a household', () => {
  const look = (who: Person, household: string) => who.ask<api.HouseholdReading & api.Problem>(`/api/v1/households/${household}/readings`, { method: 'POST', json: { purpose: 'contact-resident' } });

  it('is in no list: cadres see the doors they go to', async () => {
    const { body } = await people.chen.get<api.Households>('/api/v1/households');
    expect(body.rows).toEqual([{ household: 'house-1', unit: 'comm-11', address: '柳溪路 1 號' }]);
  });

  it('is read for a purpose in one\'s own area, and is on record', async () => {
    expect(await look(people.chen, 'house-1')).toMatchObject({ status: 201, body: { household: 'house-1', careGroups: ['hardship'], residents: [{ resident: 'res-1', name: '何某' }] } });
    expect(await look(people.zheng, 'house-1')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await look(people.chen, 'house-9')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await look(people.wu, 'house-1')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    const { body: { rows } } = await people.qian.get<api.SensitiveReads>('/api/v1/sensitive-reads?household=house-1');
    expect(rows).toMatchObject([{ outcome: 'denied', cadre: 'zheng', file: 'household', subject: 'house-1', number: null }, { outcome: 'read', cadre: 'chen', unit: 'comm-11' }]);
  });
});

describe('the list of readings', () => {
  const list = async (who: Person, query = ''): Promise<api.SensitiveReads> => {
    const answer = await who.get<api.SensitiveReads>(`/api/v1/sensitive-reads?${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('shows an auditor who read what in the own area, newest first, by any filter', async () => {
    const { issueId } = await reports();
    const far = await people.zheng.does('/api/v1/issues', { ...REPORT, area: 'comm-21' });
    await read(people.chen, issueId);
    await read(people.zheng, far.issueId);
    await read(people.zheng, issueId);
    const { rows } = await list(people.qian, `issue=${issueId}`);
    expect(rows).toMatchObject([
      { outcome: 'denied', answer: 'not-found', cadre: 'zheng', byName: '幹部 zheng', purpose: 'contact-resident', file: 'reporter', subject: issueId },
      { outcome: 'read', answer: null, cadre: 'chen', byName: '幹部 chen', post: 'chen-post', means: 'page', operator: null, area: 'comm-11', unit: 'comm-11' },
    ]);
    expect((await list(people.qian, `issue=${rows[0]!.number!.toLowerCase()}`)).rows).toEqual(rows);
    expect((await list(people.qian, `issue=${issueId}&outcome=read&purpose=contact-resident&cadre=chen&from=2020-01-01&to=2099-12-31`)).rows).toEqual(rows.slice(1));
    expect((await list(people.qian, `issue=${issueId}&purpose=audit`)).rows).toEqual([]);
    expect((await list(people.qian, 'to=2020-01-01')).rows).toEqual([]);
    expect((await list(people.qian, `issue=${far.issueId}`)).rows).toEqual([]);
    expect((await list(people.qian, 'cadre=zheng')).rows.map(({ subject }) => subject)).not.toContain(far.issueId);
  });

  it('is told as of a past moment as well, by an instant or a position', async () => {
    const { issueId, position } = await reports();
    await read(people.chen, issueId);
    const [first] = (await list(people.qian, `issue=${issueId}`)).rows;
    await read(people.chen, issueId);
    const of = (moment: string): Promise<api.SensitiveReads> => list(people.qian, `issue=${issueId}&asOf=${moment}`);
    expect(await of(first!.at)).toMatchObject({ rows: [{ id: first!.id }], asOf: { at: first!.at } });
    expect((await of(new Date(Date.parse(first!.at) - 1).toISOString())).rows).toEqual([]);
    expect(await of(String(position))).toMatchObject({ rows: [], asOf: { position } });
    expect(await list(people.qian, `issue=${issueId}`)).toMatchObject({ rows: [{}, {}], asOf: null });
  });

  it('pages by key, without a gap and without a row twice', async () => {
    const whole = (await list(people.qian, 'limit=200')).rows;
    const paged: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { rows, next }: api.SensitiveReads = await list(people.qian, `limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...rows.map(({ id }) => id));
      cursor = next;
    }
    expect(whole.length).toBeGreaterThan(6);
    expect(paged).toEqual(whole.map(({ id }) => id));
  });

  it('is for auditors alone, and each look at it is on record', async () => {
    for (const who of [people.chen, people.lin, people.zhou, people.sun, people.wu]) expect(await who.get('/api/v1/sensitive-reads')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    await list(people.qian, 'outcome=denied');
    const { rows } = await office.pool.query<Note>("select cadre, detail from identity.audit where act = 'sensitive-reads-listed' order by id desc limit 1");
    expect(rows).toMatchObject([{ cadre: 'qian', detail: { outcome: 'denied', further: false } }]);
  });

  it.each(['cursor=x', 'cursor=0', 'outcome=maybe', 'purpose=x', 'from=2026-02-30', 'limit=0', 'text=x'])('refuses %s', async (query) => {
    expect(await people.qian.get(`/api/v1/sensitive-reads?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
  });
});
