import { NOTICE, type Rulebook } from '#domain';
import { instantOf, millisOf } from '#kernel';
import type { api } from '#wire';
import { type Office, openOffice, PASSWORD } from './office.js';
import { Person } from './person.js';

const DAY = 86_400_000;

describe('the rulebook', () => {
  let office: Office;
  let wu: Person;
  let chief: Person;
  let other: Person;

  beforeAll(async () => {
    office = await openOffice();
    for (const [login, unit, role] of [['gao', 'city', 'supervisor'], ['he', 'street-1', 'administrator']] as const) {
      await office.give({ type: 'register-cadre', data: { cadre: login, name: `幹部 ${login}` } });
      await office.give({ type: 'take-post', data: { cadre: login, post: `${login}-post`, unit, role, from: '2020-01-01' } });
      await office.account(login);
    }
    [wu, chief, other] = await Promise.all([office.signIn('wu'), Person.signIn(office.url, 'gao', PASSWORD), Person.signIn(office.url, 'he', PASSWORD)]);
  });
  afterAll(() => office.close());

  const inDays = (days: number) => instantOf(millisOf(office.now()) + days * DAY);
  const rules = (version: string, days: number, change: Partial<Rulebook> = {}): Rulebook => ({ ...NOTICE, version, effectiveFrom: inDays(days), ...change });
  const propose = (person: Person, data: unknown, key?: string) => person.give<api.RulebookResult & api.Problem>('/api/v1/rulebook/versions', { rules: data, reason: '入冬前調整' }, key);
  const approve = (person: Person, version: string) => person.give<api.RulebookResult & api.Problem>(`/api/v1/rulebook/versions/${version}/approve`, {});
  const versions = async (person: Person) => (await person.get<api.RulebookVersions>('/api/v1/rulebook/versions')).body;

  it('is the preset as long as none was approved, for everyone to read', async () => {
    const chen = await office.signIn('chen');
    expect(await chen.get('/api/v1/rulebook')).toMatchObject({ status: 200, body: { version: 'notice-1', visitDays: { value: 15 }, radar: { value: { households: 5 } } } });
    const { versions: [preset], mayPropose, calendar } = await versions(chen);
    expect(preset).toMatchObject({ version: 'notice-1', standing: 'in-force', oneStep: true, until: null, may: [] });
    expect([mayPropose, calendar.calendar]).toEqual([false, 'cn-2026.1']);
    const { body } = await chen.get<api.RulebookVersionPage>('/api/v1/rulebook/versions/notice-1');
    expect(body.figures.find(({ place }) => place === 'visitDays')).toEqual({ place: 'visitDays', value: 15, source: NOTICE.visitDays.source, use: 'none' });
    expect(body.figures.every(({ source }) => source.length > 10)).toBe(true);
  });

  it('is changed by two persons: proposed, compared, approved, in force from its date', async () => {
    const winter = rules('winter', 10, { verdict: { value: { amount: 2, unit: 'working-day' }, source: '區政府二〇二六年第七號通知' } });
    const proposed = await propose(wu, winter);
    expect(proposed).toMatchObject({ status: 201, body: { status: 'done', version: 'winter' } });
    expect(proposed.headers.get('location')).toBe('/api/v1/rulebook/versions/winter');

    expect((await versions(wu)).versions.at(-1)).toMatchObject({ version: 'winter', standing: 'proposed', may: ['withdraw'], proposed: { byName: '幹部 wu', reason: '入冬前調整' } });
    expect((await versions(chief)).versions.at(-1)).toMatchObject({ may: ['approve', 'withdraw'] });
    const compared = await chief.get<api.RulebookComparison>('/api/v1/rulebook/compare?older=notice-1&newer=winter');
    expect(compared.body.differences).toEqual([{ place: 'verdict', change: 'shorter', use: 'deadline', old: NOTICE.verdict, new: winter.verdict }]);

    expect(await approve(wu, 'winter')).toMatchObject({ status: 409, body: { code: 'rulebook-author-approves' } });
    expect(await approve(chief, 'winter')).toMatchObject({ status: 200, body: { version: 'winter' } });
    expect((await versions(wu)).versions.at(-1)).toMatchObject({ standing: 'coming', oneStep: false, from: winter.effectiveFrom, approved: { byName: '幹部 gao' }, may: [] });
    expect((await wu.get<Rulebook>('/api/v1/rulebook')).body.version).toBe('notice-1');
    expect((await wu.get<Rulebook>(`/api/v1/rulebook?at=${winter.effectiveFrom}`)).body.version).toBe('winter');
    expect(await approve(chief, 'winter')).toMatchObject({ status: 409, body: { code: 'rulebook-proposal-decided' } });
  });

  it('takes a proposal once for one key', async () => {
    const once = rules('once', 20);
    const [first, again] = [await propose(wu, once, 'the-key'), await propose(wu, once, 'the-key')];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await propose(wu, rules('twice', 20), 'the-key')).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    expect(await wu.give('/api/v1/rulebook/versions/once/withdraw', { reason: '日期有誤' })).toMatchObject({ status: 200 });
    expect(await propose(wu, once)).toMatchObject({ status: 409, body: { code: 'rulebook-version-taken' } });
  });

  it('lets nobody else propose or approve, and notes who tried', async () => {
    const denied = async () => Number((await office.pool.query("select count(*) as n from identity.audit where act = 'access-denied'")).rows[0].n);
    const before = await denied();
    const [chen, sun, qian] = await Promise.all([office.signIn('chen'), office.signIn('sun'), office.signIn('qian')]);
    for (const person of [chen, sun, qian, chief, other]) expect(await propose(person, rules('mine', 30))).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    await propose(wu, rules('theirs', 30));
    for (const person of [chen, sun, qian, other]) expect(await approve(person, 'theirs')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect(await denied()).toBe(before + 9);
    expect((await versions(other)).mayPropose).toBe(false);
  });

  it('names the field that is wrong: of another shape by its path, of a wrong number by its name', async () => {
    expect(await propose(wu, { ...rules('bad', 40), colour: 'red' })).toMatchObject({ status: 422, body: { code: 'invalid-body', errors: [{ path: '/rules/colour', code: 'unknown-key' }] } });
    const { pauseCap: _, ...lacking } = rules('bad', 40);
    expect(await propose(wu, lacking)).toMatchObject({ status: 422, body: { errors: [{ path: '/rules/pauseCap', code: 'missing' }] } });
    expect(await propose(wu, rules('bad', 40, { visitDays: { value: 32, source: 'x' } }))).toMatchObject({ status: 422, body: { code: 'rulebook-count-out-of-range', params: { place: 'visitDays', least: 0, most: 31 } } });
    expect(await propose(wu, rules('bad', -1))).toMatchObject({ status: 422, body: { code: 'rulebook-effective-in-the-past' } });
    const told = await wu.ask<api.Problem>('/api/v1/rulebook/versions', {
      method: 'POST', json: { rules: rules('bad', 40, { pauseCap: { value: { amount: 0, unit: 'day' }, source: 'x' } }), reason: 'x' }, headers: { 'idempotency-key': 'told', 'accept-language': 'zh-Hant' },
    });
    expect(JSON.stringify(told.body)).toContain('「暫停上限」');
  });

  it('knows no version of a name that nobody used', async () => {
    expect(await wu.get('/api/v1/rulebook/versions/nothing')).toMatchObject({ status: 404 });
    expect(await wu.get('/api/v1/rulebook/compare?older=notice-1&newer=nothing')).toMatchObject({ status: 404 });
    expect(await approve(chief, 'nothing')).toMatchObject({ status: 404, body: { code: 'rulebook-proposal-unknown' } });
  });

  it('decides by the new version from its date on, and leaves deadlines given before as they are', async () => {
    const chen = await office.signIn('chen');
    const deadlineOf = async ({ issueId, position }: api.CommandResult) => (await chen.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!)).body.deadlines.find(({ kind }) => kind === 'dispatch')!;
    const before = await chen.reports('comm-11', '十日前的事');
    const given = await deadlineOf(before);
    office.pass(11 * DAY);
    const again = await office.signIn('chen');
    const after = await again.reports('comm-11', '今日的事');
    const page = await again.get<api.IssuePage>(`/api/v1/issues/${after.issueId}`, after.position!);
    expect(page.body.deadlines.map(({ ruleVersion }) => ruleVersion)).toEqual(['winter']);
    const then = await again.get<api.IssuePage>(`/api/v1/issues/${before.issueId}`);
    expect(then.body.deadlines.find(({ id }) => id === given.id)).toEqual(given);
  });
});
