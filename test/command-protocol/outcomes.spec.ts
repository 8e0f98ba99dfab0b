import { randomUUID } from 'node:crypto';
import { streamOf, type AnyCommand } from '#application';
import { NOTICE } from '#domain';
import type { EventStore } from '#event-store';
import { Fault, type Actor } from '#kernel';
import { NO_TREE, AT, LATER, dispatcher, operator, REPORTER, type Report, report, register, rename, giverOn, key, receiptOf, meddling, ADAPTERS } from './given.js';

describe.each(Object.keys(ADAPTERS))('what becomes of a command, on %s', (name) => {
  let store: EventStore;
  let end: () => Promise<void>;
  beforeAll(async () => ({ store, end } = await ADAPTERS[name]!()));
  afterAll(() => end());

  it('puts a command on record and tells where', async () => {
    const command = report(key());
    const receipt = receiptOf(await giverOn(store).give(command));
    const { events, head } = await store.readStream(streamOf.issue(command.data.issueId));
    expect(receipt).toMatchObject({ streamId: `issue/${command.data.issueId}`, firstRevision: 0, lastRevision: head.revision, lastPosition: events.at(-1)!.position });
    expect(events[0]).toMatchObject({ type: 'IssueReported', at: AT, by: dispatcher, ruleVersion: NOTICE.version, command: { id: command.id, type: 'report-issue' } });
  });

  it('answers a repetition as it did first, for ever: a moment later, when the issue moved on, from another process', async () => {
    const command = report(key());
    const first = receiptOf(await giverOn(store).give(command));
    // Heard "now": the moment of the retry is another, the matter is the same.
    const retry = { ...command, at: LATER, data: { ...command.data, heardAt: LATER } };
    expect(await giverOn(store).give(retry)).toEqual({ status: 'done', receipt: first, replayed: true });
    const registered = register(command.data.issueId, key());
    const second = receiptOf(await giverOn(store).give(registered));
    expect(await giverOn(store).give(command)).toEqual({ status: 'done', receipt: first, replayed: true });
    // By now the decider would refuse it: the status has moved on.
    expect(await giverOn(store).give(registered)).toEqual({ status: 'done', receipt: second, replayed: true });
  });

  it('answers the repetition of a command that would change nothing any more', async () => {
    const command = rename(`C${key().slice(0, 8)}`, '南園');
    const first = receiptOf(await giverOn(store).give(command));
    expect(await giverOn(store).give(command)).toEqual({ status: 'done', receipt: first, replayed: true });
  });

  it('tells that an id was used for something else, and writes nothing', async () => {
    const command = report(key());
    const receipt = receiptOf(await giverOn(store).give(command));
    const others = [
      { ...command, data: { ...command.data, text: '電線斷了' } },
      { ...command, by: { ...dispatcher, post: 'P2' } as Actor },
      { ...register(command.data.issueId, key()), id: command.id },
      { ...command, data: { ...command.data, issueId: randomUUID() } },
    ];
    for (const other of others) expect(await giverOn(store).give(other)).toEqual({ status: 'command-differs' });
    expect((await store.readStream(receipt.streamId)).head.revision).toBe(receipt.lastRevision);
  });

  it('refuses with a code and writes nothing', async () => {
    const before = await store.lastPosition();
    expect(await giverOn(store).give(register(randomUUID(), key()))).toEqual({ status: 'refused', refusal: { code: 'issue-unknown' } });
    expect(await giverOn(store).give({ ...rename('LOST', 'x', 'NOWHERE') })).toMatchObject({ status: 'refused', refusal: { code: 'unit-parent-unknown' } });
    expect(await store.lastPosition()).toBe(before);
  });

  it('says unchanged when all is so already', async () => {
    const code = `C${key().slice(0, 8)}`;
    await giverOn(store).give(rename(code, '東橋'));
    expect(await giverOn(store).give({ ...rename(code, '東橋'), id: randomUUID() })).toEqual({ status: 'unchanged', streamId: `unit/${code}`, revision: 0 });
  });

  it('knows units that are on record but in no read model yet, also those it asked for in vain before', async () => {
    const giver = giverOn(store, NO_TREE);
    const [root, child] = [`R${key().slice(0, 8)}`, `C${key().slice(0, 8)}`];
    const reported = (): AnyCommand => ({ ...report(key()), data: { ...report(key()).data, area: child } });
    expect(await giver.give(reported())).toMatchObject({ status: 'refused', refusal: { code: 'unit-unknown' } });
    expect(await giver.give(rename(child, '南園', root))).toMatchObject({ status: 'refused', refusal: { code: 'unit-parent-unknown' } });
    const rooted: AnyCommand = { type: 'register-unit', id: key(), at: AT, by: operator, data: { code: root, name: '柳溪', level: 'subdistrict', kind: 'area', parent: null } };
    for (const command of [rooted, rename(child, '南園', root)]) receiptOf(await giverOn(store, NO_TREE).give(command));
    receiptOf(await giver.give(reported()));
  });

  it('links only cadres on record', async () => {
    const link: AnyCommand = { type: 'link-roster', id: randomUUID(), at: AT, by: operator, data: { link: 'L1', cadre: 'K9', kind: 'community', target: 'COM', unit: 'SUB', from: '2026-01-01' } };
    expect(await giverOn(store).give(link)).toMatchObject({ status: 'refused', refusal: { code: 'roster-cadre-unknown' } });
    receiptOf(await giverOn(store).give({ type: 'register-cadre', id: randomUUID(), at: AT, by: operator, data: { cadre: 'K9', name: '陳' } }));
    receiptOf(await giverOn(store).give(link));
  });

  it('decides by the rulebook in force at the command’s moment', async () => {
    const giver = giverOn(store);
    const adopt: AnyCommand = { type: 'adopt-rulebook', id: randomUUID(), at: AT, by: operator, data: { ...NOTICE, version: 'short', effectiveFrom: LATER } };
    receiptOf(await giver.give(adopt));
    const versionOf = async (command: Report) => {
      const { streamId } = receiptOf(await giver.give(command));
      return (await store.readStream(streamId)).events[0]!.ruleVersion;
    };
    expect(await versionOf(report(key()))).toBe(NOTICE.version);
    expect(await versionOf(report(key(), { at: '2026-03-02T01:00:06.000Z' }))).toBe('short');
  });

  it('keeps the reporter out of stream names, ids, digests and faults', async () => {
    const command = report(key());
    const receipt = receiptOf(await giverOn(store).give(command));
    const closed = meddling(store, async () => { throw new Fault('store-frozen'); });
    const fault = await giverOn(closed).give(report(key())).catch((failure: Fault) => failure);
    const malformed = await giverOn(store).give({ ...report(key()), data: { ...report('m').data, title: { ...REPORTER } as unknown as string } }).catch((failure: Fault) => failure);
    expect(malformed).toMatchObject({ code: 'event-malformed' });
    const { events } = await store.readStream(receipt.streamId);
    const told = JSON.stringify([
      receipt, events.map(({ bytes, eventId, streamId }) => [bytes.meta, eventId, streamId]),
      ...[fault, malformed].map((failure) => { const { message, code, params, stack } = failure as Fault; return { message, code, params, stack }; }),
    ]);
    for (const personal of [...Object.values(REPORTER), command.data.title, command.data.text]) expect(told).not.toContain(personal);
  });
});
