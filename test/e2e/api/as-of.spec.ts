import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const GENERAL = { scope: 'individual', horizon: 'current', topic: '城建/照明/路燈', grade: 'general' };
const HOUR = 3_600_000;

let office: Office;
let sun: Person;
let lin: Person;
let issueId: string;
/** Positions: after the report, after the registration, at the end. */
let reported: number;
let registered: number;
let last: number;

beforeAll(async () => {
  office = await openOffice();
  [sun, lin] = [await office.signIn('sun'), await office.signIn('lin')];
  const chen = await office.signIn('chen');
  const report = await chen.reports('comm-11');
  ({ issueId } = report);
  reported = report.position!;
  registered = (await lin.does(`/api/v1/issues/${issueId}/register`, GENERAL)).position!;
  await office.give({ type: 'link-roster', data: { link: 'l1', cadre: 'chen', kind: 'community', target: 'comm-11', unit: 'comm-11', from: '2026-01-01' } });
  await lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
  last = (await lin.does(`/api/v1/issues/${issueId}/repeat`, { channel: 'hotline', text: '又一次' })).position!;
  await sun.get('/api/v1/board', last);
});
afterAll(() => office.close());

const asOf = async <T>(path: string, moment: number | string, person = sun) => (await person.get<T>(`/api/v1/${path}${path.includes('?') ? '&' : '?'}asOf=${moment}`)).body;

it('shows the ledger, the board and the figures as they were, and says of which moment', async () => {
  const then = await asOf<api.LedgerPage>('issues', registered);
  expect(then).toMatchObject({ rows: [{ issueId, status: 'registered', unit: 'comm-11', repeats: 0 }], position: registered, asOf: { position: registered } });
  expect((await sun.get<api.LedgerPage>('/api/v1/issues')).body).toMatchObject({ rows: [{ status: 'dispatched', unit: 'works-1', repeats: 1 }], asOf: null });
  expect(await asOf<api.BoardPage>('board', reported)).toMatchObject({ rows: [{ status: 'reported' }], counts: { open: 1, byStage: { intake: 1 } }, asOf: { position: reported } });
  expect(await asOf<api.BoardPage>('board', reported - 2)).toMatchObject({ rows: [], counts: { open: 0 } });
  expect((await asOf<api.Figures>('figures?by=unit&from=2020-01-01&to=2099-01-01', registered)).rows.map(({ key }) => key)).toEqual(['comm-11']);
});

it('takes an instant for all that was recorded by then, and judges by it what is late', async () => {
  const { entries } = (await sun.get<api.History>(`/api/v1/issues/${issueId}/history`)).body;
  const registration = entries.find(({ type }) => type === 'IssueRegistered')!;
  const then = await asOf<api.LedgerPage>('issues', registration.recordedAt);
  expect(then.asOf!.at).toBe(registration.recordedAt);
  expect(then.rows).toMatchObject([{ topic: GENERAL.topic }]);
  const justBefore = await asOf<api.LedgerPage>('issues', new Date(Date.parse(registration.recordedAt) - 1).toISOString());
  expect(justBefore.asOf!.position).toBeLessThan(registration.position);
  expect(justBefore.rows.filter(({ topic }) => topic !== null)).toEqual([]);
  office.pass(30 * 24 * HOUR);
  // Sessions are over by then.
  [sun, lin] = [await office.signIn('sun'), await office.signIn('lin')];
  expect((await sun.get<api.LedgerPage>('/api/v1/issues')).body.rows[0]!.overdue).toBe(true);
  expect((await asOf<api.LedgerPage>('issues', last)).rows[0]!.overdue).toBe(false);
});

it('shows the page, the history and the replay of an issue up to there, with nothing left to do', async () => {
  const page = await asOf<api.IssuePage>(`issues/${issueId}`, registered, lin);
  expect(page).toMatchObject({ row: { status: 'registered' }, verbs: [], asOf: { position: registered } });
  expect((await lin.get<api.IssuePage>(`/api/v1/issues/${issueId}`)).body.verbs).not.toEqual([]);
  const { entries } = await asOf<api.History>(`issues/${issueId}/history`, registered);
  expect(page.revision).toBe(entries.at(-1)!.revision);
  expect(entries.map(({ position }) => position).every((position) => position <= registered)).toBe(true);
  expect((await asOf<api.Replay>(`issues/${issueId}/replay`, registered)).steps).toHaveLength(entries.length);
  expect((await sun.get(`/api/v1/issues/${issueId}?asOf=${reported - 2}`)).status).toBe(404);
});

it('knows the organisation, the rules and the roster of then', async () => {
  const units = await asOf<api.Units>('units', 2);
  expect([units.rows.map(({ code }) => code), units.asOf?.position]).toEqual([['city', 'dist'], 2]);
  expect(await asOf('roster', registered)).toMatchObject({ rows: [], asOf: { position: registered } });
  expect(await asOf('roster', last)).toMatchObject({ rows: [{ link: 'l1', cadreName: '幹部 chen', kind: 'community', targetName: '單位 comm-11' }], asOf: { position: last } });
  expect(await asOf<api.RulebookVersions>('rulebook/versions', reported)).toMatchObject({ mayPropose: false });
  for (const list of ['topics', 'cadres', 'households'] as const) {
    const { asOf: moment } = await asOf<api.Topics>(list, reported);
    expect([list, moment, (await sun.get<api.Topics>(`/api/v1/${list}`)).body.asOf]).toEqual([list, { position: reported, at: expect.any(String) as string }, null]);
  }
  expect((await asOf<api.Topics>('topics', reported)).rows).toEqual([]);
  expect((await asOf<api.TrailPage>('events?limit=1', registered)).rows[0]!.position).toBe(registered);
});

it('shows no more of the past than the present post may see', async () => {
  const feng = await office.signIn('feng');
  expect(await asOf<api.LedgerPage>('issues', registered, feng)).toMatchObject({ rows: [] });
  expect((await feng.get(`/api/v1/issues/${issueId}?asOf=${registered}`)).status).toBe(404);
  expect(await asOf<api.BoardPage>('board', registered, feng)).toMatchObject({ counts: { open: 0 } });
  const wu = await office.signIn('wu');
  expect((await wu.get(`/api/v1/issues?asOf=${registered}`)).status).toBe(403);
  expect((await wu.get<api.RosterPage>('/api/v1/roster')).body.rows).toHaveLength(1);
});

it.each([['yesterday', 'invalid-query'], ['2026-13-01T00:00:00.000Z', 'bad-as-of'], ['2999-01-01T00:00:00.000Z', 'as-of-not-yet'], ['999999999', 'as-of-not-yet'], ['', 'invalid-query']])('refuses %j as a moment: %s', async (moment, code) => {
  for (const path of ['issues', 'board', `issues/${issueId}`, 'units', 'rulebook']) {
    expect((await sun.get<api.Problem>(`/api/v1/${path}?asOf=${moment}`))).toMatchObject({ status: 400, body: { code } });
  }
});

describe('the differences of two moments', () => {
  const between = async (from: number | string, to?: number | string, more = '', person = sun) =>
    (await person.get<api.Differences>(`/api/v1/differences?from=${from}${to === undefined ? '' : `&to=${to}`}${more}`)).body;

  it('tell what came, what changed from what to what, and the whole before and after', async () => {
    const all = await between(reported - 2, last);
    expect(all.rows).toMatchObject([{ issueId, kind: 'came', before: null, after: { repeats: 1 } }]);
    expect(all.whole).toMatchObject({ before: { counts: { open: 0 }, figures: { received: 0 } }, after: { counts: { open: 1 }, figures: { received: 1, resolved: { rate: null }, band: null } }, roster: { begun: [{ link: 'l1' }], ended: [] } });
    const { rows: [changed] } = await between(registered, last);
    expect(changed).toMatchObject({ kind: 'changed', before: { unit: 'comm-11', status: 'registered' }, after: { unit: 'works-1', unitName: '單位 works-1' } });
    expect(changed!.changed).toEqual(['status', 'stage', 'level', 'unit', 'due', 'repeats', 'urges']);
    expect((await between(last, last)).rows).toEqual([]);
  });

  it('tell what became overdue by the passing of time alone', async () => {
    const now = await between(last);
    expect(now.rows).toMatchObject([{ issueId, changed: ['overdue'], before: { overdue: false }, after: { overdue: true } }]);
    expect(now.whole!.after.counts.overdue).toBe(1);
  });

  it('show each post what it may see, a page at a time', async () => {
    const chen = await office.signIn('chen');
    const more = (await chen.reports('comm-11', '樓道堆物')).position!;
    await sun.get('/api/v1/board', more);
    const first = await between(reported - 2, more, '&limit=1');
    const second = await between(reported - 2, more, `&limit=1&cursor=${first.next}`);
    expect([first, second].map(({ rows }) => rows.length)).toEqual([1, 1]);
    expect([first.rows[0]!.issueId, second.rows[0]!.issueId]).toContain(issueId);
    expect(second).toMatchObject({ next: null, whole: null });
    expect((await between(reported - 2, more, '', await office.signIn('feng'))).rows).toEqual([]);
    expect((await between(reported - 2, more, '&unit=comm-12')).rows).toEqual([]);
    expect((await sun.get<api.Problem>(`/api/v1/differences?from=${last}&to=${registered}`)).body.code).toBe('differences-backwards');
  });
});

it('has no stream of the past', async () => {
  expect((await sun.get(`/api/v1/board/stream?asOf=${registered}`)).status).toBe(400);
});
