import { setTimeout } from 'node:timers/promises';
import { EMPTY_STREAM, uuid5 } from '#event-store';
import { encodeEvent, type api } from '#wire';
import { type Office, openOffice } from './office.js';
import { ask, type Person } from './person.js';

describe('a restored record whose gap is not declared', () => {
  let office: Office;
  let chen: Person;
  let wu: Person;

  beforeAll(async () => {
    office = await openOffice();
    [chen, wu] = [await office.signIn('chen'), await office.signIn('wu')];
  });
  afterAll(() => office.close());

  const report = () => chen.give<api.Problem>('/api/v1/issues', { channel: 'visit', title: '樓道燈壞了', text: '三天沒亮', area: 'comm-11' });
  const ready = () => ask<{ status: string; parts: { record: object } }>(office.url, '/health/ready');
  const operations = async () => (await wu.get<api.Operations>('/api/v1/operations')).body;
  const metrics = async () => (await ask<string>(office.url, '/metrics')).body;

  it('is green in the first epoch before', async () => {
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready', parts: { record: { status: 'up', epoch: 1 } } } });
    expect((await operations()).record).toMatchObject({ status: 'ok', epoch: 1 });
    expect(await metrics()).toContain('minqing_record_gap_undeclared 0\n');
  });

  it('refuses a command with 503, is read as ever, and says so to whoever watches over it', async () => {
    await office.mark.begin();
    expect(await ready()).toMatchObject({ status: 503, body: { parts: { record: { status: 'restore-unfinished' } } } });
    await office.mark.whole(await office.store.lastPosition());
    // The interface has seen the record without the mark: it asks again after a while.
    while ((await report()).status === 201) await setTimeout(200);
    const position = await office.store.lastPosition();

    expect(await ready()).toMatchObject({ status: 503, body: { status: 'not-ready', parts: { record: { status: 'gap-undeclared', position, epoch: 1 } } } });
    expect((await operations()).record).toEqual({ status: 'gap-undeclared', position, epoch: 1 });
    expect(await metrics()).toContain('minqing_record_gap_undeclared 1\n');
    expect(await report()).toMatchObject({ status: 503, body: { code: 'gap-undeclared', status: 503 } });
    expect(await office.store.lastPosition()).toBe(position);
    expect((await chen.get('/api/v1/issues')).status).toBe(200);
    // Neither a sign-in nor the end of a session needs the record.
    expect((await (await office.signIn('lin')).ask('/api/v1/session', { method: 'DELETE' })).status).toBe(204);
  });

  it('takes commands again, in its new epoch, once the gap is declared', async () => {
    const event = encodeEvent({ type: 'EpochBegun', at: office.now(), by: { kind: 'operator', operator: 'spec' }, data: { epoch: 2, after: 1, lostTo: null, checkpoint: null, ground: 'no-checkpoint', reason: 'spec' } });
    await office.mark.remove((await office.mark.read())!);
    await office.store.append({ streamId: 'epoch', expected: EMPTY_STREAM, command: { id: uuid5('spec', 'epoch'), type: 'begin-epoch', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events: [event] });
    expect(await report()).toMatchObject({ status: 201 });
    expect(await ready()).toMatchObject({ status: 200, body: { parts: { record: { status: 'up', epoch: 2 } } } });
    expect((await operations()).record).toMatchObject({ status: 'ok', epoch: 2 });
    expect(await metrics()).toContain('minqing_record_epoch 2\n');
  });
});
