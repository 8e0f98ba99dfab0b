import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

let office: Office;
let sun: Person;
/** Where the record stood before the last link ended. */
let before: number;

const LINKS = [
  ['l1', 'chen', 'community', 'comm-11', 'comm-11', '2026-01-01'], ['l2', 'chen', 'contact-household', 'house-1', 'comm-11', '2026-01-01'],
  ['l3', 'wang', 'contact-household', 'house-1', 'comm-11', '2026-02-01'], ['l4', 'wang', 'contact-point', 'EAST-GATE', 'comm-12', '2026-01-01'],
  ['l5', 'zheng', 'community', 'comm-21', 'comm-21', '2026-01-01'], ['l6', 'hu', 'contact-household', 'house-far', 'comm-12', '2026-01-01'],
] as const;

beforeAll(async () => {
  office = await openOffice();
  await office.give({ type: 'register-household', data: { household: 'house-far', unit: 'comm-21', address: '遠處 9 號', careGroups: [], residents: [] } });
  for (const [link, cadre, kind, target, unit, from] of LINKS) await office.give({ type: 'link-roster', data: { link, cadre, kind, target, unit, from } });
  before = await office.store.lastPosition();
  await office.give({ type: 'unlink-roster', data: { link: 'l4', to: '2026-03-31' } });
  sun = await office.signIn('sun');
  await sun.get('/api/v1/units', await office.store.lastPosition());
});
afterAll(() => office.close());

const page = async (query = '', who = sun): Promise<api.RosterPage> => {
  const { status, body } = await who.get<api.RosterPage>(`/api/v1/roster?${query}`);
  expect(status).toBe(200);
  return body;
};
const linksOf = ({ rows }: api.RosterPage): readonly string[] => rows.map(({ link }) => link);

it('shows each post who answers for whom in its own area, on a day, by names and addresses', async () => {
  const { rows, onDate } = await page('onDate=2026-03-31');
  expect([onDate, rows.map(({ link, targetName }) => [link, targetName])]).toEqual(['2026-03-31', [['l1', '單位 comm-11'], ['l2', '柳溪路 1 號'], ['l3', '柳溪路 1 號'], ['l6', null], ['l4', null]]]);
  expect(linksOf(await page('onDate=2026-01-31'))).toEqual(['l1', 'l2', 'l6', 'l4']);
  expect(linksOf(await page('onDate=2026-04-01'))).toEqual(['l1', 'l2', 'l3', 'l6']);
  expect(linksOf(await page('onDate=2025-12-31'))).toEqual([]);
  expect(linksOf(await page('', await office.signIn('feng')))).toEqual(['l5']);
  expect((await page('target=house-far', await office.signIn('wu'))).rows).toMatchObject([{ targetName: '遠處 9 號' }]);
});

it.each([
  ['unit=comm-11', ['l1', 'l2', 'l3']], ['unit=street-1', ['l1', 'l2', 'l3', 'l6']], ['unit=street-2', []], ['cadre=chen', ['l1', 'l2']],
  ['kind=contact-household', ['l2', 'l3', 'l6']], ['target=house-1', ['l2', 'l3']], ['target=house-1&cadre=wang', ['l3']],
])('is narrowed by %s', async (filter, links) => {
  expect(linksOf(await page(`onDate=2026-06-01&${filter}`))).toEqual(links);
});

it('pages by key, without a gap and without a row twice, and a cursor belongs to its question', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const found: api.RosterPage = await page(`onDate=2026-03-31&limit=2${cursor && `&cursor=${cursor}`}`);
    expect(found.rows.length).toBeLessThanOrEqual(2);
    seen.push(...linksOf(found));
    cursor = found.next;
  }
  expect(seen).toEqual(['l1', 'l2', 'l3', 'l6', 'l4']);
  const { next } = await page('onDate=2026-03-31&limit=2');
  for (const other of ['onDate=2026-03-30', 'onDate=2026-03-31&cadre=chen', `onDate=2026-03-31&asOf=${before}`]) {
    expect(await sun.get(`/api/v1/roster?${other}&cursor=${next}`)).toMatchObject({ status: 400, body: { code: 'bad-cursor' } });
  }
});

it('knows as of a moment what was known then of that day', async () => {
  expect(linksOf(await page('onDate=2026-04-01'))).not.toContain('l4');
  expect(await page(`onDate=2026-04-01&asOf=${before}`)).toMatchObject({ asOf: { position: before } });
  expect(linksOf(await page(`onDate=2026-04-01&asOf=${before}`))).toContain('l4');
  expect(linksOf(await page(`onDate=2026-04-01&asOf=${before - 1}`))).not.toContain('l6');
});

it.each(['chen', 'sun', 'feng', 'wu', 'qian'] as const)('tells %s of which households the file may be read, as the file itself does', async (login) => {
  const who = await office.signIn(login);
  const { rows } = await page('onDate=2026-06-01', who);
  for (const { link, kind, target, mayRead } of rows) {
    const { status } = await who.ask(`/api/v1/households/${encodeURIComponent(target)}/readings`, { method: 'POST', json: { purpose: 'contact-resident' } });
    expect([link, mayRead]).toEqual([link, kind === 'contact-household' && status === 201]);
  }
  expect((await page(`onDate=2026-06-01&asOf=${before}`, who)).rows.filter(({ mayRead }) => mayRead)).toEqual([]);
});

it.each(['kind=friend', 'onDate=yesterday', 'target=', 'limit=0', 'unit=%20', 'who=x'])('refuses %s', async (query) => {
  expect(await sun.get(`/api/v1/roster?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
});
