import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const CLASS = { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' };

let office: Office;
let [wang, hu, lin, sun]: Person[] = [];

/** Of a department, and sent to doors: wang to one household of the first community, hu to the whole second one. */
const LINKS = [
  ['l1', 'wang', 'contact-household', 'house-1', 'comm-11'], ['l2', 'hu', 'community', 'comm-12', 'comm-12'], ['l3', 'sun', 'community', 'comm-21', 'comm-21'],
  ['l4', 'wang', 'contact-point', 'gate-east', 'comm-21'],
] as const;

beforeAll(async () => {
  office = await openOffice();
  for (const [household, unit] of [['house-2', 'comm-11'], ['house-3', 'comm-12'], ['house-4', 'comm-21']] as const) {
    await office.give({ type: 'register-household', data: { household, unit, address: `${unit} 路 1 號`, careGroups: [], residents: [] } });
  }
  for (const [link, cadre, kind, target, unit] of LINKS) await office.give({ type: 'link-roster', data: { link, cadre, kind, target, unit, from: '2020-01-01' } });
  await office.give({ type: 'link-roster', data: { link: 'l5', cadre: 'hu', kind: 'community', target: 'comm-21', unit: 'comm-21', from: '2999-01-01' } });
  [wang, hu, lin, sun] = await Promise.all((['wang', 'hu', 'lin', 'sun'] as const).map(office.signIn));
  await sun!.get('/api/v1/units', await office.store.lastPosition());
});
afterAll(() => office.close());

const reported = (who: Person, area: string) => who.give<api.CommandResult & api.Problem>('/api/v1/issues', { channel: 'visit', title: '樓道堆物', text: '三樓過道堆滿了紙箱。', area });
const areasOf = async (who: Person) => (await who.get<api.ReportAreas>('/api/v1/report-areas')).body.rows.map(({ unit, linked }) => `${unit}${linked ? ' linked' : ''}`);
const doorsOf = async (who: Person) => (await who.get<api.Households>('/api/v1/households')).body.rows.map(({ household }) => household);

it('are reported at by whom the roster sends there, and by nobody else of the department', async () => {
  expect(await reported(wang!, 'comm-11')).toMatchObject({ status: 201 });
  expect(await reported(wang!, 'comm-21')).toMatchObject({ status: 201 });
  expect(await reported(hu!, 'comm-12')).toMatchObject({ status: 201 });
  expect(await reported(wang!, 'comm-12')).toMatchObject({ status: 403, body: { code: 'outside-area' } });
  expect(await reported(hu!, 'comm-11')).toMatchObject({ status: 403, body: { code: 'outside-area' } });
  // From another day on, and a role that reports nothing.
  expect(await reported(hu!, 'comm-21')).toMatchObject({ status: 403, body: { code: 'outside-area' } });
  expect(await reported(sun!, 'comm-21')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
});

it('are told with their areas to whom the roster sends there: the one household, or all of the community', async () => {
  expect([await areasOf(wang!), await doorsOf(wang!)]).toEqual([['comm-11 linked', 'comm-21 linked', 'works-1'], ['house-1']]);
  expect([await areasOf(hu!), await doorsOf(hu!)]).toEqual([['comm-12 linked', 'works-1'], ['house-3']]);
  expect(await areasOf(lin!)).toEqual(['comm-11', 'comm-12', 'street-1', 'works-1']);
  expect(await areasOf(sun!)).toEqual([]);
});

it('are not lost from sight by who reported there, to whom nothing else is allowed', async () => {
  const { issueId, position } = (await reported(wang!, 'comm-11')).body;
  const page = await wang!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!);
  expect(page).toMatchObject({ status: 200, body: { row: { area: 'comm-11', unit: 'comm-11' }, verbs: [], reporter: null } });
  for (const part of ['history', 'replay']) expect((await wang!.get(`/api/v1/issues/${issueId}/${part}`)).status).toBe(200);
  expect(await wang!.give<api.Problem>(`/api/v1/issues/${issueId}/register`, CLASS)).toMatchObject({ status: 403 });
  await lin!.does(`/api/v1/issues/${issueId}/register`, CLASS);
  expect((await wang!.get<api.History>(`/api/v1/issues/${issueId}/history`)).body.entries.map(({ type }) => type)).toContain('IssueRegistered');
  // A colleague of the same department, and the same cadre about what another wrote there.
  const { issueId: others } = (await lin!.reports('comm-11'));
  for (const path of ['', '/history', '/replay']) {
    expect((await hu!.get(`/api/v1/issues/${issueId}${path}`)).status).toBe(404);
    expect((await wang!.get(`/api/v1/issues/${others}${path}`)).status).toBe(404);
  }
  expect((await wang!.get<api.BoardPage>('/api/v1/board')).body).toMatchObject({ rows: [], counts: { open: 0 } });
});

it('are found by a part of the address, and come page by page', async () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7];
  for (const number of numbers) {
    await office.give({ type: 'register-household', data: { household: `d-${number}`, unit: 'comm-12', address: `東橋里 ${number} 號樓`, careGroups: [], residents: [] } });
  }
  await lin!.get('/api/v1/units', await office.store.lastPosition());
  const page = async (query: string, who = lin!) => (await who.get<api.Households & api.Problem>(`/api/v1/households?${query}`)).body;
  const found = async (query: string, who?: Person) => (await page(query, who)).rows.map(({ household }) => household);
  const everyPage = async (query: string) => {
    const seen: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { rows, next }: api.Households = await page(`${query}${cursor && `&cursor=${cursor}`}`);
      seen.push(rows.map(({ household }) => household));
      cursor = next;
    }
    return seen;
  };
  expect(await found(`q=${encodeURIComponent('東橋里')}`)).toEqual(numbers.map((number) => `d-${number}`));
  expect(await found(`q=${encodeURIComponent('里 3 號')}`)).toEqual(['d-3']);
  expect(await found('q=D-4')).toEqual(['d-4']);
  expect(await found(`unit=comm-11&q=${encodeURIComponent('東橋里')}`)).toEqual([]);
  expect(await found('unit=comm-11')).toEqual(['house-1', 'house-2']);
  // Whom the roster sends to the one door finds no other.
  expect(await found(`q=${encodeURIComponent('東橋里')}`, wang!)).toEqual([]);
  expect(await found(`q=${encodeURIComponent('東橋里 7')}`, hu!)).toEqual(['d-7']);
  expect(await everyPage(`limit=3&q=${encodeURIComponent('東橋里')}`)).toEqual([['d-1', 'd-2', 'd-3'], ['d-4', 'd-5', 'd-6'], ['d-7']]);
  expect(await everyPage('limit=4&unit=street-1')).toEqual([['d-1', 'd-2', 'd-3', 'd-4'], ['d-5', 'd-6', 'd-7', 'house-1'], ['house-2', 'house-3']]);
  const { next } = await page('limit=3');
  expect(await page(`limit=3&unit=comm-12&cursor=${next}`)).toMatchObject({ code: 'bad-cursor' });
});

it('are closed on the day after the link ended, whether the read models know of it or not', async () => {
  await office.stopProjector();
  await office.give({ type: 'unlink-roster', data: { link: 'l2', to: '2020-02-01' } });
  expect(await reported(hu!, 'comm-12')).toMatchObject({ status: 403, body: { code: 'outside-area' } });
  expect([await areasOf(hu!), await doorsOf(hu!)]).toEqual([['works-1'], []]);
  office.startProjector();
});
