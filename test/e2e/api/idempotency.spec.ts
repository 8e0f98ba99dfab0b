import { randomUUID } from 'node:crypto';
import { Fault } from '#kernel';
import type { EventStore } from '#event-store';
import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const REPORT = { channel: 'window', title: '井蓋破損', text: '幼兒園門口的井蓋裂了。', area: 'comm-11' };

describe('one key, one command', () => {
  let office: Office;
  let chen: Person;
  let broken: 'lost' | 'frozen' | null = null;

  beforeAll(async () => {
    office = await openOffice();
    chen = await office.signIn('chen');
    const append = office.store.append.bind(office.store);
    // The store's own faults, told at the moment a test asks for them.
    office.store.append = (async (request) => {
      if (broken === 'frozen') throw new Fault('store-frozen');
      if (broken === 'lost') throw new Fault('store-outcome-unknown', { transient: true });
      return append(request);
    }) satisfies EventStore['append'];
  });
  afterEach(() => { broken = null; });
  afterAll(() => office.close());

  it('makes one issue of fifty equal requests at once, and answers each the same', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => chen.give('/api/v1/issues', REPORT, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { issueId } = answers[0]!.body;
    expect(answers[0]!.headers.get('location')).toBe(`/api/v1/issues/${issueId}`);
    const { events } = await office.store.readStream(`issue/${issueId}`);
    expect(events.filter(({ type }) => type === 'IssueReported')).toHaveLength(1);
  });

  it('refuses the key of another content and writes nothing', async () => {
    const key = randomUUID();
    const first = await chen.give('/api/v1/issues', REPORT, key);
    const before = await office.store.lastPosition();
    const other = await chen.give<api.Problem>('/api/v1/issues', { ...REPORT, title: '另一件事' }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused', commandId: first.body.commandId } });
    expect(await office.store.lastPosition()).toBe(before);
  });

  it('answers a repeated command the same after the issue has moved out of the giver\'s reach', async () => {
    const [lin, zhou] = await Promise.all([office.signIn('lin'), office.signIn('zhou')]);
    const { issueId } = await chen.reports('comm-11');
    await lin.does(`/api/v1/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' });
    await lin.does(`/api/v1/issues/${issueId}/dispatch`, { unit: 'works-1' });
    const hu = await office.signIn('hu');
    const key = randomUUID();
    const body = { ground: 'not-our-duty', note: '不歸本部門管' };
    const first = await hu.give(`/api/v1/issues/${issueId}/return`, body, key);
    expect(first.status).toBe(200);
    const again = await hu.give(`/api/v1/issues/${issueId}/return`, body, key);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect((await hu.give(`/api/v1/issues/${issueId}/return`, body)).status).toBe(404);
    expect((await zhou.get(`/api/v1/issues/${issueId}`, first.body.position!)).status).toBe(200);
  });

  it('keeps the keys of two people apart', async () => {
    const key = randomUUID();
    const zheng = await office.signIn('zheng');
    const [mine, theirs] = [await chen.give('/api/v1/issues', REPORT, key), await zheng.give('/api/v1/issues', { ...REPORT, area: 'comm-21' }, key)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body.commandId).not.toBe(theirs.body.commandId);
  });

  it.each([['none', undefined], ['an empty one', ''], ['a blank', 'a b'], ['one of 129 characters', 'k'.repeat(129)], ['one beyond ASCII', 'clé']])('asks for a key: %s', async (_, key) => {
    const answer = await chen.ask<api.Problem>('/api/v1/issues', { method: 'POST', json: REPORT, headers: key === undefined ? {} : { 'idempotency-key': key } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
  });

  it('says unknown when the answer of the store is lost, and tells its fate when asked', async () => {
    const key = randomUUID();
    broken = 'lost';
    const lost = await chen.give('/api/v1/issues', REPORT, key);
    expect(lost).toMatchObject({ status: 202, body: { status: 'unknown', revision: null, position: null } });
    const fate = lost.headers.get('location')!;
    expect(fate).toBe(`/api/v1/commands/${lost.body.commandId}`);
    expect((await chen.get(fate)).body).toMatchObject({ status: 'not-found' });
    broken = null;
    expect((await chen.give('/api/v1/issues', REPORT, key)).body).toMatchObject({ status: 'done', issueId: lost.body.issueId });
    expect((await chen.get(fate)).body).toMatchObject({ status: 'done', streamId: `issue/${lost.body.issueId}`, revision: expect.any(Number) });
    expect((await (await office.signIn('lin')).get(fate)).body).toMatchObject({ status: 'not-found', streamId: null });
  });

  it('never calls a command failed while the store is frozen', async () => {
    broken = 'frozen';
    const answer = await chen.give<api.Problem>('/api/v1/issues', REPORT);
    expect(answer).toMatchObject({ status: 503, body: { code: 'store-frozen', commandId: expect.any(String) } });
  });
});
