import { randomUUID } from 'node:crypto';
import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const NAMES = /何秀英|13911112222|漏水|柳溪路/;

describe('an erasure by the administrator', () => {
  let office: Office;
  let wu: Person;
  let issueId: string;

  beforeAll(async () => {
    office = await openOffice();
    wu = await office.signIn('wu');
    const chen = await office.signIn('chen');
    const report = { channel: 'visit', title: '廚房漏水', text: '何秀英家漏水', area: 'comm-11', household: 'house-1', reporter: { name: '何秀英', phone: '13911112222' } };
    ({ issueId } = await chen.does('/api/v1/issues', report));
    await chen.reports('comm-11');
  });
  afterAll(() => office.close());

  const persons = () => ({ issues: [issueId], households: ['house-1'] });
  const preview = async (body: object, person = wu) => person.ask<api.ErasurePreview & api.Problem>('/api/v1/erasures/preview', { method: 'POST', json: body });
  const erase = (body: object, key?: string, person = wu) => person.give<api.ErasureResult & api.Problem>('/api/v1/erasures', body, key);
  const recorded = async () => (await office.store.readAll({ after: 0, limit: 10_000 }));
  const acts = async (act: string) => (await office.pool.query<{ cadre: string; subject: string; detail: object }>('select cadre, subject, detail from identity.audit where act = $1 order by id', [act])).rows;

  it('is the root administrator\'s alone', async () => {
    const body = { ...persons(), erasure: randomUUID(), ground: 'requested', reference: 'F-1' };
    for (const login of ['chen', 'lin', 'zhou', 'sun', 'qian', 'du'] as const) {
      const person = await office.signIn(login);
      const answers = [await preview(persons(), person), await erase(body, undefined, person), await person.get(`/api/v1/erasures/${randomUUID()}`)];
      expect([login, answers.map(({ status }) => status)]).toEqual([login, [403, 403, 403]]);
    }
    expect(JSON.stringify(await recorded())).toMatch(NAMES);
  });

  it('shows in counts what would be erased, names nobody, changes nothing, and is noted', async () => {
    const { status, body } = await preview({ ...persons(), residents: ['nobody'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ keys: 2, destroyed: 0, persons: [{ person: 'household/house-1', texts: 1 }, { person: `identity/${issueId}`, texts: 0 }, { person: `issue/${issueId}`, texts: 4 }, { person: 'resident/nobody', texts: 0 }] });
    expect(JSON.stringify(body)).not.toMatch(NAMES);
    expect(JSON.stringify(await recorded())).toMatch(NAMES);
    expect(await acts('erasure-previewed')).toMatchObject([{ cadre: 'wu', subject: body.erasure, detail: { keys: 2, texts: 5, persons: 4 } }]);
  });

  it('takes no act that names nobody, gives no ground or reference, or was not looked at before', async () => {
    const { erasure } = (await preview(persons())).body;
    expect(await preview({})).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect(await preview({ issues: ['20200101-AAAAA'] })).toMatchObject({ status: 422, body: { errors: [{ path: '/issues/0', code: 'not-accepted' }] } });
    expect(await erase({ ...persons(), erasure, reference: 'F-1' })).toMatchObject({ status: 422, body: { errors: [{ path: '/ground', code: 'missing' }] } });
    expect(await erase({ ...persons(), erasure, ground: 'requested' })).toMatchObject({ status: 422, body: { errors: [{ path: '/reference', code: 'missing' }] } });
    expect(await erase({ households: ['house-1'], erasure, ground: 'requested', reference: 'F-1' })).toMatchObject({ status: 409, body: { code: 'erasure-changed' } });
    expect(await erase({ residents: ['nobody'], erasure, ground: 'requested', reference: 'F-1' })).toMatchObject({ status: 409, body: { code: 'nothing-to-erase' } });
    expect(await wu.ask('/api/v1/erasures', { method: 'POST', json: { ...persons(), erasure, ground: 'requested', reference: 'F-1' } })).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
    expect(JSON.stringify(await recorded())).toMatch(NAMES);
  });

  it('is done once however often it is asked for at once, with the same receipt for ever', async () => {
    const { erasure } = (await preview(persons())).body;
    const body = { ...persons(), erasure, ground: 'requested', reference: 'F-2026-17' };
    const [key, other] = [randomUUID(), randomUUID()];
    const answers = await Promise.all([key, key, key, other].map((each) => erase(body, each)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const { receipt } = answers[0]!.body;
    expect(receipt).toMatchObject({ erasure, keys: 2, texts: 5, ground: 'requested', persons: ['household/house-1', `identity/${issueId}`, `issue/${issueId}`], fingerprints: [expect.stringMatching(/^[0-9a-f]{64}$/), expect.any(String)] });
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    const done = await recorded();
    expect(JSON.stringify(done)).not.toMatch(NAMES);
    expect(JSON.stringify(done)).toContain('路燈不亮');
    expect(done.filter(({ type }) => type === 'PersonErased')).toMatchObject([{ by: { kind: 'cadre', cadre: 'wu' } }]);
    expect((await acts('person-erased'))[0]).toMatchObject({ cadre: 'wu', subject: erasure, detail: { keys: 2, texts: 5, ground: 'requested', reference: 'F-2026-17' } });

    // What is written afterwards belongs to another erasure.
    await (await office.signIn('lin')).does(`/api/v1/issues/${issueId}/repeat`, { channel: 'hotline', text: '又來電' });
    expect((await erase(body, key)).body).toEqual(answers[0]!.body);
    expect((await wu.get(answers[0]!.headers.get('location')!)).body).toEqual(receipt);
    expect(await wu.get(`/api/v1/erasures/${randomUUID()}`)).toMatchObject({ status: 404 });
    // Either of the two keys may have been the first; the other belongs to no command on record.
    const onOtherGround = await Promise.all([key, other].map((each) => erase({ ...body, ground: 'ordered' }, each)));
    expect(onOtherGround.map(({ status, body: { code } }) => [status, code]).sort()).toEqual([[409, 'erased-on-another-ground'], [409, 'idempotency-key-reused']]);
    expect(await erase({ ...body, ground: 'ordered' })).toMatchObject({ status: 409, body: { code: 'erased-on-another-ground' } });
    expect(JSON.stringify(await recorded())).toContain('又來電');
    const again = (await preview(persons())).body;
    expect(again).toMatchObject({ keys: 3, destroyed: 2 });
    expect(again.erasure).not.toBe(erasure);
  });
});
