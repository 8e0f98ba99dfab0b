import { api } from '#wire';
import { type Office, openOffice } from './office.js';

const GENERAL = { scope: 'individual', horizon: 'current', topic: '城建/照明/路燈', grade: 'general' };

describe('the life of an issue, by the people who do it', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice(); });
  afterAll(() => office.close());

  it('goes from the door to a satisfied resident, and every reader sees each step', async () => {
    const [chen, lin, wang, sun, qian] = await Promise.all((['chen', 'lin', 'wang', 'sun', 'qian'] as const).map(office.signIn));
    const { issueId } = await chen!.reports('comm-11');
    const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
    await lin!.does(on('register'), GENERAL);
    await lin!.does(on('dispatch'), { unit: 'works-1', note: '請三日內查看' });
    await wang!.does(on('sign-for'), {});
    await wang!.does(on('contact'), { reached: true, note: '已與來訪人通話' });
    await wang!.does(on('measure'), { measure: '更換燈具', responsible: 'wang', doneBy: office.now().slice(0, 10).replace(/^\d{4}/, (year) => String(Number(year) + 1)) });
    await wang!.does(on('resolve'), { summary: '已更換', evidence: [{ kind: 'note', text: '當晚亮燈' }] });
    const last = await lin!.does(on('verdict'), { contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '' });

    const page = await sun!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, last.position!);
    expect(page.status).toBe(200);
    expect(page.body.row).toMatchObject({ status: 'closed', stage: 'ended', area: 'comm-11', unit: 'works-1', satisfied: true, answer: 'resolution', title: '路燈不亮' });
    expect(page.body.measure).toMatchObject({ text: '更換燈具', responsible: 'wang', responsibleName: '幹部 wang' });

    const history = await qian!.get<api.History>(`/api/v1/issues/${issueId}/history`);
    const types = history.body.entries.map(({ type }) => type).filter((type) => type !== 'DeadlineSet');
    expect(types).toEqual(['IssueReported', 'IssueRegistered', 'IssueDispatched', 'AssignmentSignedFor', 'ContactRecorded', 'MeasureSet', 'IssueResolved', 'VerdictRecorded', 'IssueClosed']);
    expect(history.body.entries.map(({ revision }) => revision)).toEqual(history.body.entries.map((_, index) => index));

    const ledger = await sun!.get<api.LedgerPage>('/api/v1/issues?stage=ended&unit=street-1', last.position!);
    expect(ledger.body.rows.map((row) => row.issueId)).toEqual([issueId]);
    expect(Number(ledger.headers.get('minqing-position'))).toBeGreaterThanOrEqual(last.position!);
    const board = await sun!.get<api.BoardPage>('/api/v1/board', last.position!);
    expect(board.body.rows).toEqual([]);
    expect(board.body.counts.open).toBe(0);

    const today = office.now().slice(0, 10);
    const figures = await sun!.get<api.Figures>(`/api/v1/figures?by=unit&from=2020-01-01&to=${today.replace(/^\d{4}/, '2099')}`, last.position!);
    expect(figures.body.total).toMatchObject({ received: 1, answered: 1, satisfied: { count: 1, base: 1, rate: 1, small: true } });
  });

  it('shows a cadre only the verbs that may be given now', async () => {
    const [chen, lin] = await Promise.all([office.signIn('chen'), office.signIn('lin')]);
    const { issueId, position } = await chen.reports('comm-11', '自來水發黃');
    const seenBy = async (person: typeof chen) => (await person.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!)).body.verbs;
    expect(await seenBy(lin)).toEqual(expect.arrayContaining(['register', 'withdraw']));
    expect(await seenBy(lin)).not.toContain('sign-for');
    expect(await seenBy(chen)).not.toContain('register');
  });

  it('refuses what the rules refuse with their own code, in the language asked for', async () => {
    const [chen, lin] = await Promise.all([office.signIn('chen'), office.signIn('lin')]);
    const { issueId } = await chen.reports('comm-12'.replace('12', '11'), '樓道堆物');
    const early = await lin.give<api.Problem>(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    expect(early).toMatchObject({ status: 409, body: { code: 'status-does-not-allow', status: 409, type: 'urn:minqing:refusal:status-does-not-allow', params: { status: 'reported' } } });
    expect(early.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(api.Problem.safeParse(early.body).error).toBeUndefined();
    await lin.does(`/api/v1/issues/${issueId}/register`, GENERAL);
    const nowhere = await lin.give<api.Problem>(`/api/v1/issues/${issueId}/dispatch`, { unit: 'no-such-unit' });
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'unit-unknown' } });
  });

  it('takes no complaint about a cadre that nobody is', async () => {
    const chen = await office.signIn('chen');
    const report = { channel: 'window', title: '收費不公', text: '窗口另收了一筆。', area: 'comm-11', complainedOf: 'nobody' };
    expect(await chen.give<api.Problem>('/api/v1/issues', report)).toMatchObject({ status: 422, body: { code: 'complained-of-unknown', params: { cadre: 'nobody' } } });
  });

  it('takes no report heard by a cadre that nobody is, and no measure that such a cadre answers for', async () => {
    const [chen, lin, wang] = await Promise.all((['chen', 'lin', 'wang'] as const).map(office.signIn));
    const report = { channel: 'visit', title: '路燈不亮', text: '樓前路燈三天不亮。', area: 'comm-11' };
    expect(await chen!.give<api.Problem>('/api/v1/issues', { ...report, heardBy: 'nobody' })).toMatchObject({ status: 422, body: { code: 'heard-by-unknown', params: { cadre: 'nobody' } } });
    const { body: { issueId } } = await chen!.give<{ readonly issueId: string }>('/api/v1/issues', { ...report, heardBy: 'chen' });
    const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
    await lin!.does(on('register'), GENERAL);
    await lin!.does(on('dispatch'), { unit: 'works-1' });
    await wang!.does(on('sign-for'), {});
    const measure = { measure: '更換燈具', responsible: 'nobody', doneBy: '2099-01-01' };
    expect(await wang!.give<api.Problem>(on('measure'), measure)).toMatchObject({ status: 422, body: { code: 'responsible-unknown', params: { cadre: 'nobody' } } });
    // Of another street, of the unit above, not yet there, and there no more: by the record, whatever the read models know.
    await office.stopProjector();
    await office.give({ type: 'take-post', data: { cadre: 'lin', post: 'lin-works', unit: 'works-1', role: 'cadre', from: '2999-01-01' } });
    await office.give({ type: 'register-cadre', data: { cadre: 'left', name: '幹部 left' } });
    await office.give({ type: 'take-post', data: { cadre: 'left', post: 'left-post', unit: 'works-1', role: 'cadre', from: '2020-01-01' } });
    await office.give({ type: 'leave-post', data: { cadre: 'left', post: 'left-post', to: '2021-01-01' } });
    for (const responsible of ['zheng', 'zhou', 'lin', 'left']) {
      expect(await wang!.give<api.Problem>(on('measure'), { ...measure, responsible })).toMatchObject({ status: 409, body: { code: 'responsible-without-post', params: { cadre: responsible, unit: 'works-1' } } });
    }
    await wang!.does(on('measure'), { ...measure, responsible: 'hu' });
    await wang!.does(on('measure'), { ...measure, responsible: 'wang' });
    office.startProjector();
  });

  it('lists the organisation to those who belong to it', async () => {
    const [chen, wu] = await Promise.all([office.signIn('chen'), office.signIn('wu')]);
    expect((await chen.get<api.Units>('/api/v1/units')).body.rows).toContainEqual({ code: 'works-1', name: '單位 works-1', level: 'subdistrict', kind: 'department', parent: 'street-1' });
    expect((await chen.get<api.Cadres>('/api/v1/cadres')).body).toEqual({ rows: [{ cadre: 'chen', name: '幹部 chen', unit: 'comm-11', unitName: '單位 comm-11', role: 'cadre', post: 'chen-post' }], asOf: null });
    expect((await wu.get<api.Cadres>('/api/v1/cadres')).body.rows).toHaveLength(11);
    // Whom a matter complains of is mostly of another unit: named by a community's cadre, and bound by it.
    const everywhere = (await chen.get<api.Cadres>('/api/v1/cadres?everywhere=true')).body.rows;
    expect(everywhere).toEqual((await wu.get<api.Cadres>('/api/v1/cadres')).body.rows);
    expect(everywhere).toContainEqual({ cadre: 'lin', name: '幹部 lin', unit: 'street-1', unitName: '單位 street-1', role: 'dispatcher', post: 'lin-post' });
    expect((await chen.get<api.Problem>('/api/v1/cadres?everywhere=false'))).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
    expect((await chen.get<api.Households>('/api/v1/households')).body).toEqual({ rows: [{ household: 'house-1', unit: 'comm-11', address: '柳溪路 1 號' }], next: null, asOf: null });
    expect((await (await office.signIn('zheng')).get<api.Households>('/api/v1/households')).body.rows).toEqual([]);
    expect((await chen.get<api.Topics>('/api/v1/topics')).body.rows).toContainEqual({ topic: GENERAL.topic });
    const rulebook = await chen.get<Record<string, unknown>>('/api/v1/rulebook');
    expect(rulebook).toMatchObject({ status: 200, body: { sign: { value: { amount: 1, unit: 'working-day' } } } });
  });
});
