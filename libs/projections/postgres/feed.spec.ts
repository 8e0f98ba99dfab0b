import { EMPTY_STREAM, type EventStore } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { Feed } from './feed.js';

let store: EventStore;
let end: AbortController;
let number: number;

beforeEach(() => {
  store = openMemoryStore();
  end = new AbortController();
  number = 0;
});
afterEach(() => end.abort());

async function append(count: number, groupsOf = 1): Promise<void> {
  const { by, at } = { by: { kind: 'clock' } as const, at: '2026-10-12T01:00:00.000Z' };
  for (let index = 0; index < count; index += groupsOf) {
    number += 1;
    await store.append({
      streamId: `s/${number}`, expected: EMPTY_STREAM, command: { id: `c${number}`, type: 'test', digest: '0'.repeat(64) }, ruleVersion: 'r',
      events: Array.from({ length: groupsOf }, () => ({ type: 'Tested', schema: 1, at, by, data: {} })),
    });
  }
}

async function readTo(feed: Feed, after: number, last: number): Promise<number[]> {
  const seen: number[] = [];
  for (let position = after; position < last;) {
    const page = await feed.next(position, end.signal);
    seen.push(...page.map((event) => event.position));
    position = page.at(-1)!.position;
  }
  return seen;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

it('gives readers at different places every position once, in order, while the log grows', async () => {
  await append(1500);
  const feed = new Feed(store);
  void feed.run(end.signal);
  const readers = [0, 700, 1500].map((after) => readTo(feed, after, 3000));
  await append(1500);
  expect(await Promise.all(readers)).toEqual([range(1, 3000), range(701, 3000), range(1501, 3000)]);
});

it('still has for a slow reader what the shared pages no longer hold', async () => {
  const feed = new Feed(store);
  void feed.run(end.signal);
  await append(45_000, 500);
  expect(await readTo(feed, 45_000 - 1, 45_000)).toEqual([45_000]);
  expect(await readTo(feed, 0, 45_000)).toEqual(range(1, 45_000));
});

it('wakes a reader that came before the following began', async () => {
  const feed = new Feed(store);
  const waiting = feed.next(0, end.signal);
  await append(1);
  void feed.run(end.signal);
  expect((await waiting).map((event) => event.position)).toEqual([1]);
});

it('answers with nothing once it is to end', async () => {
  const feed = new Feed(store);
  void feed.run(end.signal);
  const waiting = feed.next(0, end.signal);
  end.abort();
  expect(await waiting).toEqual([]);
});
