import { parse } from 'csv-parse/sync';
import type { api } from '#wire';
import type { Answer, Person } from './person.js';
import { type Login, type Office, openOffice } from './office.js';

const CLASS = { scope: 'individual', horizon: 'current', topic: 'urban/works', grade: 'general' };

describe('the ledger as a file', () => {
  let office: Office;
  let people: Record<Login, Person>;
  let row: api.IssueRow;
  /** Where the record stood before the answer. */
  let before: number;

  beforeAll(async () => {
    office = await openOffice();
    const logins = ['chen', 'lin', 'zhou', 'sun', 'du', 'qian', 'wu', 'zheng', 'wang'] as const;
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
    const { chen, lin, wang, zheng } = people;
    const { issueId } = await chen.does('/api/v1/issues', { channel: 'hotline', title: '=cmd|路燈', text: '壞了三天', area: 'comm-11', reporter: { name: '何人反映', phone: '13800000000' } });
    await lin.does(`/api/v1/issues/${issueId}/register`, CLASS);
    await lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    await wang.does(`/api/v1/issues/${issueId}/sign-for`, {});
    await wang.does(`/api/v1/issues/${issueId}/contact`, { reached: true, note: '已電話聯繫' });
    await wang.does(`/api/v1/issues/${issueId}/measure`, { measure: '+換燈泡\n並查線路', responsible: 'wang', doneBy: '2099-01-02' });
    before = await office.store.lastPosition();
    await wang.does(`/api/v1/issues/${issueId}/resolve`, { summary: '@已換新燈', evidence: [{ kind: 'note', text: '現場看過' }] });
    await zheng.reports('comm-21', '二街的事');
    await office.settled();
    row = (await lin.get<api.IssuePage>(`/api/v1/issues/${issueId}`)).body.row;
  });
  afterAll(() => office.close());

  const file = async (who: Person, query = ''): Promise<Answer<string>> => {
    const answer = await who.get<string>(`/api/v1/ledger/export?${query}`);
    expect(answer.status).toBe(200);
    return answer;
  };
  const rowsIn = (csv: string): Record<string, string>[] => parse<Record<string, string>>(csv, { columns: true, bom: true });
  /** As a clock on the wall of the office shows it. */
  const wall = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const noted = async () => (await office.pool.query<{ cadre: string; post: string; detail: object }>(`select cadre, post, detail from identity.audit where act = 'ledger-exported' order by id`)).rows;

  it('tells in words, by the office\'s clock, with the channel, the measure and the answer, and no formula', async () => {
    const { body, headers } = await file(people.lin, 'lang=zh-Hant');
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="minqing-ledger.csv"']);
    expect(rowsIn(body)).toEqual([expect.objectContaining({
      編號: row.number, 問題: "'=cmd|路燈", 渠道: '熱線', 狀態: '待回訪', 階段: '已答覆', 層級: '街道', 主題: '市政與違建', 承辦單位: '單位 works-1', 責任人: '幹部 wang',
      措施: "'+換燈泡\n並查線路", 完成日期: '2099-01-02', 反映時間: wall(row.heardAt), 答覆方式: '解決', 答覆內容: "'@已換新燈", 答覆時間: wall(row.answeredAt!), 按時答覆: '是', 辦結時間: '', 催辦次數: '0',
    })]);
    expect(body).not.toMatch(/何人|13800000000/);
    expect(Object.keys(rowsIn(body)[0]!)).not.toEqual(expect.arrayContaining(['issueId']));
  });

  it('speaks the language that is asked for, or else the browser\'s', async () => {
    expect(rowsIn((await file(people.lin, 'lang=en')).body)[0]).toMatchObject({ Number: row.number, Channel: 'Hotline', Answer: 'Resolution', 'Answered in time': 'yes' });
    const answer = await people.lin.ask<string>('/api/v1/ledger/export', { headers: { 'accept-language': 'zh-CN' } });
    expect(rowsIn(answer.body)[0]).toMatchObject({ 编号: row.number, 渠道: '热线' });
  });

  it('begins with the mark by which spreadsheets know its letters', async () => {
    const answer = await fetch(`${office.url}/api/v1/ledger/export`, { headers: { cookie: people.lin.cookie } });
    expect([...new Uint8Array(await answer.arrayBuffer()).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('gives codes and instants to programs', async () => {
    expect(rowsIn((await file(people.lin, 'codes=true')).body)).toEqual([expect.objectContaining({
      number: row.number, issueId: row.issueId, unit: 'works-1', responsible: 'wang', channel: 'hotline', status: 'answered', heardAt: row.heardAt, answer: 'resolution', inTime: 'true', overdue: 'false',
    })]);
  });

  it('holds what the asker\'s area and the filters hold, and as of a moment what was known then', async () => {
    const count = async (who: Person, query = ''): Promise<number> => rowsIn((await file(who, query)).body).length;
    expect(await Promise.all([count(people.du), count(people.zheng), count(people.sun), count(people.du, 'unit=comm-21'), count(people.sun, 'unit=comm-21'), count(people.du, 'answer=resolution')])).toEqual([2, 1, 1, 1, 0, 1]);
    expect(rowsIn((await file(people.wang, 'mine=true&codes=true')).body).map(({ issueId }) => issueId)).toEqual([row.issueId]);
    expect(rowsIn((await file(people.lin, `asOf=${before}&codes=true`)).body)).toEqual([expect.objectContaining({ status: 'handling', answer: '', answerText: '', measure: "'+換燈泡\n並查線路" })]);
  });

  it('is noted with what was asked for, but for the words that titles were searched by', async () => {
    await file(people.sun, `q=${encodeURIComponent('何人')}&stage=answered`);
    expect((await noted()).at(-1)).toEqual({ cadre: 'sun', post: 'sun-post', detail: { stage: 'answered', searched: 'words' } });
  });

  it('is closed to whoever sees no matters, and refuses what it does not know', async () => {
    const before = (await noted()).length;
    expect(await people.wu.get('/api/v1/ledger/export')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    for (const query of ['limit=5', 'cursor=x', 'lang=fr', 'codes=false', 'stage=late']) expect(await people.lin.get(`/api/v1/ledger/export?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
    expect((await noted()).length).toBe(before);
  });
});
