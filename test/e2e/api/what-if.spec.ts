import { NOTICE, type Rulebook } from '#domain';
import { dateAt } from '#kernel';
import type { api } from '#wire';
import { type Login, type Office, openOffice, PASSWORD } from './office.js';
import { Person } from './person.js';

const MINUTE = 60_000;
const A_MINUTE = { amount: 1, unit: 'minute' } as const;
const SHORT: Rulebook = { ...NOTICE, version: 'short', dispatch: { ...NOTICE.dispatch, value: { urgent: A_MINUTE, pressing: A_MINUTE, general: A_MINUTE } } };
type Asked = Readonly<Record<string, unknown>>;

describe('what would have been by other rules', () => {
  let office: Office;
  let people: Record<Login, Person>;
  let chief: Person;
  let issueId: string;
  let farIssue: string;
  let position: number;

  beforeAll(async () => {
    office = await openOffice();
    await office.give({ type: 'register-cadre', data: { cadre: 'gao', name: '幹部 gao' } });
    await office.give({ type: 'take-post', data: { cadre: 'gao', post: 'gao-post', unit: 'city', role: 'supervisor', from: '2020-01-01' } });
    await office.account('gao');
    const logins = ['chen', 'lin', 'sun', 'du', 'qian', 'wu', 'zheng', 'zhou'] as const;
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
    chief = await Person.signIn(office.url, 'gao', PASSWORD);
    ({ issueId } = await people.chen.reports('comm-11'));
    ({ issueId: farIssue, position } = await people.zheng.reports('comm-21') as { issueId: string; position: number });
    office.pass(5 * MINUTE);
  });
  afterAll(() => office.close());

  const body = (more: Asked): Asked => ({ from: '2020-01-01', to: dateAt(office.now(), 480), ...more });
  const ask = <T = api.WhatIf>(who: Person, more: Asked, waitFor = position) =>
    who.ask<T>('/api/v1/what-if', { method: 'POST', json: body(more), headers: { 'minqing-position': String(waitFor) } });
  const noted = async (act: string) => (await office.pool.query<{ cadre: string; detail: object }>('select cadre, detail from identity.audit where act = $1 order by id', [act])).rows;

  it('tells what a shorter limit would have done, and leaves the record as it is', async () => {
    const { append } = office.store;
    const before = await office.store.lastPosition();
    office.store.append = () => { throw new Error('a what-if wrote to the record'); };
    const { status, body: answer } = await ask(people.qian, { rules: SHORT });
    office.store.append = append;
    expect([status, await office.store.lastPosition(), answer.position]).toEqual([200, before, before]);
    expect(answer.totals).toMatchObject({
      differing: 1, kept: { issues: 1, recorded: { urgings: 0, openOverdue: 0 }, other: { urgings: 1, openOverdue: 1 } }, departed: { issues: 0 },
      scoring: { recorded: { ruleVersion: 'notice-1' }, other: { ruleVersion: 'short' } }, units: [{ key: 'comm-11', name: '單位 comm-11', recorded: { received: 1 }, other: { received: 1 } }],
    });
    expect(answer.rows).toMatchObject([{
      issueId, title: '路燈不亮', areaName: '單位 comm-11', departure: null, recorded: { urgings: 0 }, other: { urgings: 1, overdue: true },
      deadlines: [{ kind: 'dispatch', recorded: { holder: { unit: 'comm-11' } }, other: { holder: { unit: 'comm-11', name: '單位 comm-11' } } }],
    }]);
    const [{ recorded, other }] = answer.rows[0]!.deadlines as [api.WhatIfDeadline];
    expect(Date.parse(recorded!.dueAt) - Date.parse(other!.dueAt)).toBe((24 * 60 - 1) * MINUTE);
    expect((await noted('what-if-asked')).at(-1)).toMatchObject({ cadre: 'qian', detail: { version: 'short', issues: 1, differing: 1, shown: 1 } });
  });

  it('finds no difference by the rules that were in force', async () => {
    const { body: answer } = await ask(chief, { version: 'notice-1' });
    expect(answer).toMatchObject({ version: 'notice-1', rows: [], next: null, totals: { differing: 0, kept: { issues: 2 }, departed: { issues: 0 } } });
    expect(answer.totals!.kept.other).toEqual(answer.totals!.kept.recorded);
  });

  it('shows each its own area, and no more by asking for another', async () => {
    expect((await ask(chief, { rules: SHORT })).body.rows.map((row) => row.issueId).sort()).toEqual([issueId, farIssue].sort());
    expect((await ask(people.qian, { rules: SHORT, unit: 'comm-21' })).body).toMatchObject({ rows: [], totals: { kept: { issues: 0 } } });
    expect((await ask(chief, { rules: SHORT, unit: 'comm-21' })).body.rows.map((row) => row.issueId)).toEqual([farIssue]);
  });

  it('is for auditors and the supervisor of the top, and a denial is noted', async () => {
    const before = (await noted('access-denied')).length;
    for (const who of [people.chen, people.lin, people.zhou, people.wu, people.sun, people.du]) expect(await ask(who, { version: 'notice-1' })).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    expect((await noted('access-denied')).length).toBe(before + 6);
    const mayTry = async (who: Person) => (await who.get<api.RulebookVersions>('/api/v1/rulebook/versions')).body.mayTry;
    expect(await Promise.all([chief, people.qian, people.sun, people.wu].map(mayTry))).toEqual([true, true, false, false]);
  });

  it.each<[string, Asked, string]>([
    ['no rules', {}, '/version'], ['both kinds of rules', { version: 'notice-1', rules: SHORT }, '/version'], ['a version that is none', { version: 'nothing' }, '/version'],
    ['an upside-down period', { version: 'notice-1', from: '2030-01-01', to: '2029-01-01' }, '/to'], ['a day that is none', { version: 'notice-1', from: '2026-02-30' }, '/from'],
    ['an unknown key', { version: 'notice-1', write: true }, '/write'], ['too many at once', { version: 'notice-1', limit: 1_000 }, '/limit'],
  ])('refuses %s', async (_name, more, path) => {
    expect(await ask<api.Problem>(people.qian, more)).toMatchObject({ status: 422, body: { code: 'invalid-body', errors: [{ path }] } });
  });

  it('refuses a rulebook by the reason for which it could not be proposed', async () => {
    const wrong = { ...SHORT, score: { ...NOTICE.score, value: { ...NOTICE.score.value, inTime: 31 } } };
    expect(await ask(people.qian, { rules: wrong })).toMatchObject({ status: 422, body: { code: 'rulebook-score-not-100' } });
    expect(await ask(people.qian, { version: 'notice-1', cursor: 'x' })).toMatchObject({ status: 400, body: { code: 'bad-cursor' } });
  });

  /** Holds the next question back before it reads anything, and counts the streams of issues that are read. */
  function holdNext() {
    const { lastPosition, readStream } = office.store;
    const held = { streams: 0, inside: Promise.resolve(), release: (): void => undefined, restore: () => Object.assign(office.store, { lastPosition, readStream }) };
    const gate = new Promise<void>((resolve) => { held.release = resolve; });
    held.inside = new Promise((resolve) => {
      office.store.lastPosition = async () => {
        office.store.lastPosition = lastPosition;
        resolve();
        await gate;
        return lastPosition.call(office.store);
      };
    });
    office.store.readStream = (id) => {
      held.streams += id.startsWith('issue/') ? 1 : 0;
      return readStream.call(office.store, id);
    };
    return held;
  }

  it('answers a session one question at a time, the last it asked', async () => {
    const held = holdNext();
    const first = ask<api.Problem>(chief, { version: 'notice-1' });
    await held.inside;
    expect(await ask(chief, { version: 'notice-1', unit: 'works-1' })).toMatchObject({ status: 200, body: { unit: 'works-1' } });
    held.release();
    expect(await first).toMatchObject({ status: 409, body: { code: 'what-if-superseded' } });
    expect(held.streams).toBe(0);
    held.restore();
  });

  it('stops when nobody waits for the answer any more', async () => {
    const held = holdNext();
    const left = new AbortController();
    const gone = fetch(`${office.url}/api/v1/what-if`, {
      method: 'POST', body: JSON.stringify(body({ version: 'notice-1' })), headers: { cookie: chief.cookie, 'content-type': 'application/json' }, signal: left.signal,
    });
    await held.inside;
    left.abort();
    await expect(gone).rejects.toThrow();
    // The server has heard of it by the time it has answered somebody else.
    await people.qian.get('/api/v1/me');
    held.release();
    expect((await ask(people.qian, { version: 'notice-1', unit: 'works-1' })).status).toBe(200);
    expect(held.streams).toBe(0);
    held.restore();
  });

  it('pages through what differs without a gap or a repetition', async () => {
    const made = await Promise.all(Array.from({ length: 60 }, () => people.chen.reports('comm-11')));
    const last = Math.max(...made.map((each) => each.position!));
    office.pass(2 * MINUTE);
    const { body: first } = await ask(people.qian, { rules: SHORT, limit: 1 }, last);
    const { body: second } = await ask(people.qian, { rules: SHORT, limit: 200, cursor: first.next }, last);
    expect([first.totals!.differing, second.totals, second.next]).toEqual([61, null, null]);
    expect(first.rows.length).toBeLessThan(61);
    expect([...first.rows, ...second.rows].map((row) => row.issueId).sort()).toEqual([...made.map((each) => each.issueId), issueId].sort());
  });
});
