import type { api } from '#wire';
import { type Login, type Office, openOffice } from './office.js';
import type { Person } from './person.js';

describe('the auditor\'s search', () => {
  let office: Office;
  let people: Record<Login, Person>;
  let issueId: string;
  let farIssue: string;
  let position: number;

  beforeAll(async () => {
    office = await openOffice();
    const logins = ['chen', 'lin', 'sun', 'qian', 'wu', 'zheng', 'zhou', 'du'] as const;
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await office.signIn(login)]))) as Record<Login, Person>;
    ({ issueId } = await people.chen.reports('comm-11'));
    await people.lin.does(`/api/v1/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' });
    const far = await people.zheng.reports('comm-21', '=cmd|路面塌陷');
    [farIssue, position] = [far.issueId, far.position!];
  });
  afterAll(() => office.close());

  const search = async (who: Person, query = ''): Promise<api.TrailPage> => {
    const answer = await who.get<api.TrailPage>(`/api/v1/events?${query.includes('limit=') ? '' : 'limit=200&'}${query}`, position);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const issuesOf = ({ rows }: api.TrailPage): (string | undefined)[] => [...new Set(rows.map(({ issue }) => issue?.issueId))];
  const noted = async (act: string) => (await office.pool.query<{ cadre: string; post: string; detail: object }>('select cadre, post, detail from identity.audit where act = $1 order by id', [act])).rows;

  it('tells who did what, by which command and rules, in words without the event\'s data', async () => {
    const { rows, position: read } = await search(people.qian, 'type=IssueRegistered');
    expect(read).toBeGreaterThanOrEqual(position);
    expect(rows).toMatchObject([{
      type: 'IssueRegistered', byName: '幹部 lin', byUnitName: '單位 street-1', commandType: 'register-issue', ruleVersion: 'notice-1', workflow: null,
      issue: { issueId, number: expect.stringMatching(/^\d{8}-/) }, words: { code: 'IssueRegistered', params: { topic: '其他' } },
    }]);
    expect(rows[0]).not.toHaveProperty('data');
  });

  it('finds the events of one command, and those of one issue by its number', async () => {
    const [reported] = (await search(people.qian, `issue=${issueId}&type=IssueReported`)).rows;
    const ofCommand = await search(people.qian, `command=${reported!.commandId}`);
    expect(ofCommand.rows.map(({ type }) => type)).toEqual(['DeadlineSet', 'IssueReported']);
    expect((await search(people.qian, `issue=${reported!.issue!.number}`)).rows).toEqual((await search(people.qian, `issue=${issueId}`)).rows);
    expect((await search(people.qian, 'command=00000000-0000-5000-8000-000000000000')).rows).toEqual([]);
  });

  it('shows each post its own area, and no more by asking for another', async () => {
    expect(issuesOf(await search(people.qian, 'type=IssueReported'))).toEqual([issueId]);
    expect(issuesOf(await search(people.sun, 'type=IssueReported'))).toEqual([issueId]);
    expect(issuesOf(await search(people.du, 'type=IssueReported'))).toEqual([farIssue, issueId]);
    for (const query of ['unit=street-2', 'unit=comm-21', `issue=${farIssue}`, 'cadre=zheng']) expect((await search(people.qian, query)).rows).toEqual([]);
    const [far] = (await search(people.du, `issue=${farIssue}`)).rows;
    expect((await search(people.qian, `command=${far!.commandId}`)).rows).toEqual([]);
  });

  it('is closed to every other role, and the denial is noted', async () => {
    const before = (await noted('access-denied')).length;
    for (const path of ['/api/v1/events', '/api/v1/events/export?format=csv']) {
      for (const who of [people.chen, people.lin, people.zhou, people.wu]) expect(await who.get(path)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    }
    expect((await noted('access-denied')).length).toBe(before + 8);
    expect((await people.chen.get<api.Me>('/api/v1/me')).body.queries).not.toContain('events');
    expect((await people.qian.get<api.Me>('/api/v1/me')).body.queries).toContain('events');
  });

  it('notes every search and every export: by whom, and what was looked for', async () => {
    await search(people.qian, 'cadre=chen&type=IssueReported');
    expect((await noted('events-searched')).at(-1)).toMatchObject({ cadre: 'qian', post: 'qian-post', detail: { cadre: 'chen', type: 'IssueReported', found: 1, more: false, further: false } });
    await people.sun.get('/api/v1/events/export?format=jsonl&by=clock');
    expect((await noted('events-exported')).at(-1)).toMatchObject({ cadre: 'sun', detail: { by: 'clock', format: 'jsonl' } });
  });

  it('pages without a gap while events are appended', async () => {
    const seen: number[] = [];
    for (let cursor: string | null = '', page = 0; cursor !== null; page += 1) {
      const { rows, next }: api.TrailPage = await search(people.du, `limit=2&unit=comm-11&order=oldest${cursor && `&cursor=${cursor}`}`);
      seen.push(...rows.map((row) => row.position));
      cursor = next;
      if (page === 0) position = (await people.chen.reports('comm-11')).position!;
    }
    const whole = await search(people.du, 'unit=comm-11&order=oldest');
    expect(seen).toEqual(whole.rows.map((row) => row.position));
    expect(whole.rows.filter(({ type }) => type === 'IssueReported')).toHaveLength(2);
  });

  it('exports what it finds, page after page, and lets no spreadsheet run what residents wrote', async () => {
    const lines = await people.du.get<string>('/api/v1/events/export?format=jsonl&type=IssueReported&order=oldest');
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(lines.headers.get('content-disposition')).toBe('attachment; filename="minqing-events.jsonl"');
    expect(lines.body.trim().split('\n').map((line) => (JSON.parse(line) as api.TrailEntry).type)).toEqual(['IssueReported', 'IssueReported', 'IssueReported']);
    const csv = await people.du.get<string>('/api/v1/events/export?format=csv&lang=en&order=oldest');
    expect(csv.status).toBe(200);
    const rows = csv.body.trim().split('\n');
    expect(rows[0]).toContain('position,recordedAt,happenedAt,type,words');
    expect(rows).toHaveLength(1 + (await search(people.du, 'order=oldest')).rows.length);
    expect(csv.body).toContain('recorded “=cmd|路面塌陷”');
    expect(csv.body).not.toMatch(/(^|,|\n)"?[=+@-]/);
  });

  it.each(['from=2026-02-30', 'by=root', 'type=Issue;drop', 'command=1', 'order=random', 'limit=0', 'from=2026-02-02&to=2026-02-01', 'happenedFrom=2026-02-02&happenedTo=2026-02-01', 'text=x'])('refuses %s', async (query) => {
    expect(await people.qian.get(`/api/v1/events?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
  });
});

describe('the replay of an issue', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice(); });
  afterAll(() => office.close());

  it('tells how it stood after each event to those who may see its history, and to nobody else', async () => {
    const [chen, lin, zheng, wu] = await Promise.all((['chen', 'lin', 'zheng', 'wu'] as const).map((login) => office.signIn(login)));
    const { issueId } = await chen!.reports('comm-11');
    const { position } = await lin!.does(`/api/v1/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: '其他', grade: 'pressing' });
    const { status, body } = await lin!.get<api.Replay>(`/api/v1/issues/${issueId}/replay`, position!);
    expect(status).toBe(200);
    expect(body.steps.map(({ step, type, rule, changed }) => [step, type, rule?.figure ?? null, changed])).toEqual([
      [1, 'IssueReported', null, []], [2, 'DeadlineSet', 'dispatch.general', ['deadlines']],
      [3, 'IssueRegistered', null, ['status', 'scope', 'horizon', 'topic', 'grade']], [4, 'DeadlineSet', 'dispatch.pressing', ['deadlines']],
    ]);
    const page = (await lin!.get<api.IssuePage>(`/api/v1/issues/${issueId}`)).body;
    expect(body.steps.at(-1)!.state).toMatchObject({ status: page.row.status, stage: page.row.stage, holder: { unit: page.row.unit, name: page.row.unitName }, grade: page.row.grade });
    expect((await zheng!.get(`/api/v1/issues/${issueId}/replay`)).status).toBe(404);
    expect((await wu!.get(`/api/v1/issues/${issueId}/replay`)).status).toBe(403);
  });
});
