import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Answer, Person } from './person.js';

const GENERAL = { scope: 'individual', horizon: 'current', topic: '城建/照明/路燈', grade: 'general' };
const REPORT = { channel: 'window', title: '井蓋破損', text: '幼兒園門口的井蓋裂了。', area: 'comm-11' };

describe('what people do at once', () => {
  let office: Office;
  let [chen, lin, wang, zhou, hu]: Person[] = [];
  beforeAll(async () => {
    office = await openOffice();
    [chen, lin, wang, zhou, hu] = await Promise.all((['chen', 'lin', 'wang', 'zhou', 'hu'] as const).map(office.signIn));
  });
  afterAll(() => office.close());

  const typesOf = async (issueId: string) => (await office.store.readStream(`issue/${issueId}`)).events.map(({ type }) => type);
  const codes = (answers: readonly Answer<unknown>[]) => answers.map(({ status }) => status).sort();

  async function dispatched(unit = 'works-1'): Promise<{ readonly issueId: string; on(verb: string): string }> {
    const { issueId } = await chen!.reports('comm-11');
    await lin!.does(`/api/v1/issues/${issueId}/register`, GENERAL);
    await lin!.does(`/api/v1/issues/${issueId}/dispatch`, { unit });
    return { issueId, on: (verb) => `/api/v1/issues/${issueId}/${verb}` };
  }

  it.each(Array.from({ length: 5 }, (_, n) => n))('signing for an issue against withdrawing it: the history is one of the two orders (%i)', async () => {
    const { issueId, on } = await dispatched();
    const [signed, withdrawn] = await Promise.all([wang!.give<api.Problem>(on('sign-for'), {}), lin!.give<api.Problem>(on('withdraw'), { reason: '已自行解決' })]);
    expect(withdrawn.status).toBe(200);
    const types = (await typesOf(issueId)).filter((type) => type === 'AssignmentSignedFor' || type === 'IssueWithdrawn');
    expect([signed.status, types]).toEqual(signed.status === 200 ? [200, ['AssignmentSignedFor', 'IssueWithdrawn']] : [409, ['IssueWithdrawn']]);
  });

  it('two who sign for the same: one does, the other is told that it is done', async () => {
    const { issueId, on } = await dispatched();
    const answers = await Promise.all([wang!.give<api.Problem>(on('sign-for'), {}), hu!.give<api.Problem>(on('sign-for'), {})]);
    expect(codes(answers)).toEqual([200, 409]);
    expect((await typesOf(issueId)).filter((type) => type === 'AssignmentSignedFor')).toHaveLength(1);
  });

  it('two who take an issue over to the level above: it climbs one level', async () => {
    const { issueId, on } = await dispatched('comm-11');
    const answers = await Promise.all([1, 2, 3].map(() => zhou!.give<api.Problem>(on('take-over'), {})));
    expect(codes(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(codes(answers).filter((status) => status >= 500)).toEqual([]);
    expect((await typesOf(issueId)).filter((type) => type === 'IssueTakenOver')).toHaveLength(1);
  });

  /** Says this much of a request and hangs up. */
  async function hangUpAfter(key: string, share: number): Promise<void> {
    const body = Buffer.from(JSON.stringify(REPORT));
    const head = Buffer.from(`POST /api/v1/issues HTTP/1.1\r\nhost: ${new URL(office.url).host}\r\ncookie: ${chen!.cookie}\r\nidempotency-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
    const socket = connect(Number(new URL(office.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const whole = Buffer.concat([head, body]);
    await new Promise((sent) => socket.write(whole.subarray(0, Math.round(share * whole.length)), sent));
    socket.destroy();
  }

  it.each([['in the middle of its headers', 0.3], ['in the middle of its body', 0.9], ['before the answer', 1]])('a client that hangs up %s leaves no half command, and the same key is taken once', async (_, share) => {
    const key = randomUUID();
    const before = await office.store.lastPosition();
    await hangUpAfter(key, share);
    await sleep(200);
    if (share < 1) expect(await office.store.lastPosition()).toBe(before);
    const again = await chen!.give('/api/v1/issues', REPORT, key);
    expect(again.status).toBe(201);
    expect((await typesOf(again.body.issueId)).filter((type) => type === 'IssueReported')).toHaveLength(1);
    expect((await fetch(`${office.url}/health/ready`)).status).toBe(200);
  });

  it.each(['2031-05-01', '9999-12-31'])('a date far past the calendar is a promise like any other: %s', async (doneBy) => {
    const { issueId, on } = await dispatched();
    await wang!.does(on('sign-for'), {});
    await wang!.does(on('contact'), { reached: true, note: '已通話' });
    const { position } = await wang!.does(on('measure'), { measure: '更換', responsible: 'wang', doneBy });
    expect((await lin!.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!)).body.measure).toMatchObject({ doneBy });
  });

  it.each(['2026-02-30', '10000-01-01', '2026-1-1'])('a date that is none is not taken: %s', async (doneBy) => {
    const { on } = await dispatched();
    await wang!.does(on('sign-for'), {});
    expect(await wang!.give(on('measure'), { measure: '更換', responsible: 'wang', doneBy })).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
  });
});
