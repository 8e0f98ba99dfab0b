import { commandIdOf, streamOf, type AnyCommand } from '#application';
import type { EventStore } from '#event-store';
import { LATER, dispatcher, operator, report, register, giverOn, key, receiptOf, meddling, ADAPTERS } from './given.js';

describe.each(Object.keys(ADAPTERS))('commands at once, on %s', (name) => {
  let store: EventStore;
  let end: () => Promise<void>;
  beforeAll(async () => ({ store, end } = await ADAPTERS[name]!()));
  afterAll(() => end());

  it('takes one command given fifty times at once a single time', async () => {
    const command = report(key());
    const givers = [giverOn(store), giverOn(store), giverOn(store)];
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => givers[n % 3]!.give(command)));
    const receipts = outcomes.map(receiptOf);
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.status === 'done' && !outcome.replayed)).toHaveLength(1);
    const { events } = await store.readStream(receipts[0]!.streamId);
    expect(new Set(events.map((event) => event.command.id))).toEqual(new Set([command.id]));
    expect(events.map((event) => event.index)).toEqual(events.map((_, index) => index));
  });

  it('lets one of two different commands at once win, and refuses the other by the rules', async () => {
    const { data: { issueId } } = report('race', { by: operator });
    await giverOn(store).give(report('race', { by: operator }));
    const outcomes = await Promise.all([giverOn(store).give(register(issueId, key(), 'urban/a')), giverOn(store).give(register(issueId, key(), 'urban/b'))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['done', 'refused']);
    const { events } = await store.readStream(streamOf.issue(issueId));
    expect(events.filter(({ type }) => type === 'IssueRegistered')).toHaveLength(1);
  });

  it('takes many different commands at once that may all stand', async () => {
    const { data: { issueId } } = report('crowd', { by: operator });
    await giverOn(store).give(report('crowd', { by: operator }));
    const [one, other] = [giverOn(store), giverOn(store)];
    const urge = (n: number): AnyCommand => ({ type: 'urge-issue', id: commandIdOf(dispatcher, `crowd ${n}`), at: LATER, by: dispatcher, data: { issueId, note: `${n}` } });
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => (n % 4 === 0 ? other : one).give(urge(n))));
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'done'));
    const { events } = await store.readStream(streamOf.issue(issueId));
    expect(events.filter(({ type }) => type === 'IssueUrged')).toHaveLength(8);
  });

  it('decides again when another was faster', async () => {
    const { data: { issueId } } = report('slow', { by: operator });
    await giverOn(store).give(report('slow', { by: operator }));
    let raced = false;
    const late = meddling(store, async (_request, real) => {
      if (!raced) {
        raced = true;
        await giverOn(store).give({ type: 'urge-issue', id: commandIdOf(dispatcher, 'fast'), at: LATER, by: dispatcher, data: { issueId, note: 'first' } });
      }
      return real();
    });
    const receipt = receiptOf(await giverOn(late).give(register(issueId, 'slow')));
    const { events } = await store.readStream(streamOf.issue(issueId));
    expect(events.find(({ type }) => type === 'IssueUrged')!.revision).toBe(receipt.firstRevision - 1);
  });

  it('gives up after being outrun five times, with nothing written', async () => {
    const command = report(key());
    let sent = 0;
    const busy = meddling(store, async () => { sent += 1; return { status: 'conflict' }; });
    await expect(giverOn(busy).give(command)).rejects.toMatchObject({ code: 'command-outrun', transient: true });
    expect(sent).toBe(5);
    expect(await store.findCommand(command.id)).toBeUndefined();
  });
});
