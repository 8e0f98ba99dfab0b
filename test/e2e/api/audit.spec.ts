import type { api } from '#wire';
import { openOffice, PASSWORD, type Office } from './office.js';
import { Person } from './person.js';

describe('what was noted of people, for auditors', () => {
  let office: Office;
  /** Auditor of the first street, and of the city. */
  let qian: Person;
  let ge: Person;
  let feng: Person;

  beforeAll(async () => {
    office = await openOffice();
    await office.give({ type: 'register-cadre', data: { cadre: 'ge', name: '葛審' } });
    await office.give({ type: 'take-post', data: { cadre: 'ge', post: 'ge-post', unit: 'city', role: 'auditor', from: '2020-01-01' } });
    await office.account('ge');
    [qian, feng, ge] = [await office.signIn('qian'), await office.signIn('feng'), await Person.signIn(office.url, 'ge', PASSWORD)];
    await qian.get('/api/v1/events?cadre=chen');
    await feng.get('/api/v1/operations');
  });
  afterAll(() => office.close());

  const list = async (who: Person, query = '') => {
    const answer = await who.get<api.AuditRows>(`/api/v1/audit?${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('are shown with who did it, by which post and of what, newest first', async () => {
    const { rows: [searched] } = await list(ge, 'act=events-searched');
    expect(searched).toMatchObject({ act: 'events-searched', cadre: 'qian', byName: '幹部 qian', post: 'qian-post', unit: 'street-1', operator: null, detail: { cadre: 'chen', further: false } });
    expect((await list(ge, 'act=access-denied')).rows[0]).toMatchObject({ cadre: 'feng', unit: 'street-2', subject: 'operations' });
    const { rows } = await list(ge);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted((one, other) => other - one));
    // Accounts are made at the command line, by nobody with a post.
    expect(rows.some(({ act, unit }) => act === 'account-created' && unit === null)).toBe(true);
  });

  it('are to an auditor of an area those of its posts alone', async () => {
    const { rows } = await list(qian, 'limit=200');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ unit }) => unit !== 'street-1')).toEqual([]);
    expect((await list(qian, 'cadre=feng')).rows).toEqual([]);
    expect((await list(ge, 'cadre=feng')).rows.length).toBeGreaterThan(0);
  });

  it('are found by day and by act, and paged without a gap', async () => {
    const today = new Date(Date.parse(office.now()) + 480 * 60_000).toISOString().slice(0, 10);
    expect((await list(ge, `from=${today}&act=sign-in`)).rows.length).toBe(3);
    expect((await list(ge, 'to=2020-01-01')).rows).toEqual([]);
    const whole = (await list(ge, 'act=account-created&limit=200')).rows.map(({ id }) => id);
    const paged: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { rows, next }: api.AuditRows = await list(ge, `act=account-created&limit=4${cursor && `&cursor=${cursor}`}`);
      paged.push(...rows.map(({ id }) => id));
      cursor = next;
    }
    expect(paged).toEqual(whole);
    expect(whole.length).toBe(12);
  });

  it('are for auditors alone, and each look is noted', async () => {
    for (const login of ['chen', 'lin', 'zhou', 'sun', 'wu'] as const) {
      expect(await (await office.signIn(login)).get('/api/v1/audit')).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    }
    await list(qian, 'act=sign-in');
    expect((await list(ge, 'act=audit-listed&cadre=qian')).rows[0]).toMatchObject({ cadre: 'qian', unit: 'street-1', detail: { act: 'sign-in', further: false } });
  });

  it.each(['act=everything', 'cursor=x', 'from=2026-02-30', 'limit=0', 'text=x'])('refuse %s', async (query) => {
    expect(await ge.get(`/api/v1/audit?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
  });
});
