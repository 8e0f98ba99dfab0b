import type { KnownIssue } from '#domain';
import { readIssue } from '#application';
import type { api } from '#wire';
import { Listening } from './listening.js';
import { ask, type Person } from './person.js';
import { type Login, type Office, openOffice } from './office.js';

const DAY = 86_400_000;

describe('what was told', () => {
  let office: Office;
  let people: Record<Login, Person>;
  let issueId: string;
  beforeAll(async () => {
    office = await openOffice();
    await everybodySignsIn();
    ({ issueId } = await people.chen.reports('comm-11'));
  });
  afterAll(() => office.close());

  async function everybodySignsIn(): Promise<void> {
    const logins = ['chen', 'lin', 'zhou', 'sun', 'du', 'qian', 'feng', 'hu', 'wang'] as const;
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
  }
  /** As the clock does: the next step, once it is due; by then every session is over. */
  async function passNextStep(): Promise<void> {
    const { deadlines } = await readIssue(office.store, issueId) as KnownIssue;
    office.pass(8 * DAY);
    await office.give({ type: 'pass-deadline', data: { issueId, deadline: deadlines[0]!.id, step: deadlines[0]!.pending[0]!.id } });
    await office.settled();
    await everybodySignsIn();
  }
  const mine = async (who: Person): Promise<{ rows: string[]; count: number | null }> => {
    const [board, ledger] = await Promise.all([who.get<api.BoardPage>('/api/v1/board?mine=true'), who.get<api.LedgerPage>('/api/v1/issues?mine=true')]);
    expect([board.status, ledger.status]).toEqual([200, 200]);
    const rows = board.body.rows.map((row) => row.issueId);
    expect(ledger.body.rows.map((row) => row.issueId)).toEqual(rows);
    return { rows, count: board.body.counts.mine };
  };
  const found = { rows: [] as string[], count: 0 };

  it('reaches those it was told to, on the board as it happens, and nobody else', async () => {
    for (const who of [people.sun, people.zhou, people.lin]) expect(await mine(who)).toEqual(found);
    const watching = await Listening.open(people.sun);
    await people.sun.does(`/api/v1/issues/${issueId}/urge`, { note: '請儘快' });
    await watching.until((events) => events.some(({ data }) => data.rows.some((row) => row.issueId === issueId && row.urges === 1 && row.told.some(({ act }) => act === 'urge'))));
    watching.close();
    await office.settled();
    const theirs = { rows: [issueId], count: 1 };
    for (const who of [people.zhou, people.lin]) expect(await mine(who)).toEqual(theirs);
    for (const who of [people.sun, people.du, people.qian, people.feng, people.hu, people.wang]) expect(await mine(who)).toEqual(found);

    await passNextStep();
    expect(await mine(people.sun)).toEqual(found);
    const before = await office.store.lastPosition();
    await passNextStep();
    for (const who of [people.sun, people.du]) expect(await mine(who)).toEqual(theirs);
    const page = (await people.sun.get<api.IssuePage>(`/api/v1/issues/${issueId}`)).body.row;
    expect(page.told.map(({ act, kind }) => [act, kind])).toEqual([['urge', null], ['due', 'dispatch'], ['tell-supervisor', 'dispatch']]);
    expect((await people.sun.get<api.BoardPage>(`/api/v1/board?mine=true&asOf=${before}`)).body).toMatchObject({ rows: [], counts: { mine: 0 } });
  });

  it('is a filter of the ledger and of the board, in the document too', async () => {
    for (const path of ['issues', 'board']) {
      for (const [query, rows] of [['told=tell-supervisor', 1], ['told=warn', 0], ['urged=true', 1], ['urged=false', 0]] as const) {
        expect([path, query, (await people.lin.get<api.LedgerPage>(`/api/v1/${path}?${query}`)).body.rows.length]).toEqual([path, query, rows]);
      }
      expect(await people.lin.get(`/api/v1/${path}?told=take-over`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
      expect(await people.lin.get(`/api/v1/${path}?mine=false`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
    }
    const { body } = await ask<{ paths: Record<string, { get: { parameters: { name: string }[] } }> }>(office.url, '/api/docs/openapi.json');
    for (const path of ['/api/v1/issues', '/api/v1/board']) expect(body.paths[path]!.get.parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['told', 'urged', 'mine']));
  });
});
