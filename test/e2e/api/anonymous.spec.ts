import { api } from '#wire';
import { type Office, openOffice } from './office.js';

describe('a matter that names nobody', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice(); });
  afterAll(() => office.close());

  it('is answered and closed without a call that nobody could have made', async () => {
    const [chen, lin, wang] = await Promise.all((['chen', 'lin', 'wang'] as const).map(office.signIn));
    const { issueId } = await chen!.does('/api/v1/issues', { channel: 'hotline', title: '井蓋缺失', text: '路口的井蓋不見了。', area: 'comm-11' });
    const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
    await lin!.does(on('register'), { scope: 'individual', horizon: 'current', topic: '城建/道路', grade: 'pressing' });
    await lin!.does(on('dispatch'), { unit: 'works-1' });
    await wang!.does(on('sign-for'), {});
    await wang!.does(on('measure'), { measure: '補裝井蓋', responsible: 'wang', doneBy: '2099-01-01' });
    const answered = await wang!.does(on('resolve'), { summary: '已補裝', evidence: [{ kind: 'photo', text: '現場照片' }] });
    const page = async (position: number) => (await lin!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position)).body;
    expect((await page(answered.position!)).deadlines.map(({ kind }) => kind)).toEqual(['dispatch', 'dispatch', 'sign', 'handling', 'verdict']);
    const closed = await lin!.does(on('verdict'), { contacted: false, resolved: null, satisfied: null, attitude: null, comment: '匿名反映，無從回訪' });
    expect((await page(closed.position!)).row).toMatchObject({ status: 'closed', answer: 'resolution', satisfied: null, overdue: false });
  });
});
