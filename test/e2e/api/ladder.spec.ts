import { api } from '#wire';
import { type Office, openOffice } from './office.js';

const GENERAL = { scope: 'individual', horizon: 'current', topic: '城建/照明/路燈', grade: 'general' };

describe('an issue that the level above has taken over', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice(); });
  afterAll(() => office.close());

  it('is given to a department of the street, which handles it by the street\'s clock and cannot send it back', async () => {
    const [chen, lin, zhou, wang, hu] = await Promise.all((['chen', 'lin', 'zhou', 'wang', 'hu'] as const).map(office.signIn));
    const { issueId } = await chen!.reports('comm-11');
    const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
    const pageOf = async (person: typeof chen, position: number) => (await person!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position)).body;
    await lin!.does(on('register'), GENERAL);
    await lin!.does(on('dispatch'), { unit: 'comm-11' });
    const taken = await zhou!.does(on('take-over'), {});
    const street = await pageOf(lin, taken.position!);
    expect(street.verbs).toContain('dispatch');
    expect(await lin!.give<api.Problem>(on('dispatch'), { unit: 'street-2' })).toMatchObject({ status: 409, body: { code: 'not-a-unit-of-the-taker', params: { unit: 'street-1' } } });

    const given = await lin!.does(on('dispatch'), { unit: 'works-1', note: '由市政科辦理' });
    const page = await pageOf(wang, given.position!);
    const dueAt = ({ deadlines }: api.IssuePage) => deadlines.find(({ kind, standing }) => kind === 'handling' && standing)!.dueAt;
    expect(page).toMatchObject({ row: { unit: 'works-1', status: 'dispatched', escalations: 1 }, coResponsible: [{ unit: 'comm-11' }, { unit: 'street-1' }] });
    expect(dueAt(page)).toBe(dueAt(street));
    expect((await pageOf(lin, given.position!)).verbs).not.toContain('dispatch');
    expect(await hu!.give<api.Problem>(on('return'), { ground: 'not-our-duty', note: '不屬本科' })).toMatchObject({ status: 409, body: { code: 'ruling-stands' } });
    await wang!.does(on('sign-for'), {});
  });

  it('is still brought again at the resident\'s own community, and called back by its own street', async () => {
    const [chen, lin, feng, wang, du] = await Promise.all((['chen', 'lin', 'feng', 'wang', 'du'] as const).map(office.signIn));
    const report = { channel: 'visit', title: '路燈不亮', text: '巷口的路燈壞了三天。', area: 'comm-11', reporter: { name: '何某', phone: '555-0142' } };
    const { issueId } = await chen!.does('/api/v1/issues', report);
    const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
    await lin!.does(on('register'), GENERAL);
    await lin!.does(on('dispatch'), { unit: 'works-1' });
    await wang!.does(on('sign-for'), {});
    await wang!.does(on('contact'), { reached: true, note: '已通話' });
    const { position } = await du!.does(on('take-over'), {});
    const page = async (person: typeof chen) => (await person!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!)).body;
    expect((await page(chen)).row.unit).toBe('dist');
    expect((await page(chen)).verbs).toEqual(['repeat']);
    await chen!.does(on('repeat'), { channel: 'visit', text: '又來問何時能修好' });

    await office.give({ type: 'set-measure', data: { issueId, measure: '換燈具', responsible: 'wang', doneBy: '2099-01-01' } });
    await office.give({ type: 'resolve-issue', data: { issueId, summary: '已更換', evidence: [{ kind: 'note', text: '當晚亮燈' }] } });
    expect(await lin!.give(on('reporter-readings'), { purpose: 'call-back' })).toMatchObject({ status: 201, body: { reporter: { phone: '555-0142' } } });
    const verdict = { contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '' };
    expect(await feng!.give<api.Problem>(on('verdict'), verdict)).toMatchObject({ status: 404 });
    expect(await chen!.give<api.Problem>(on('verdict'), verdict)).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
    const closed = await lin!.does(on('verdict'), verdict);
    expect((await lin!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, closed.position!)).body.row).toMatchObject({ status: 'closed', satisfied: true, repeats: 1 });
  });
});
