import { openMemoryStore } from '#event-store/memory';
import { append } from '../testing/append-requests.js';
import { LogCopy } from './log-copy.js';
import type { RecordedEvent } from './port.js';

/** A log of three commands, each event changed before it is handed on. */
async function logOf(change: (event: RecordedEvent) => RecordedEvent) {
  const store = openMemoryStore();
  for (const size of [1, 2, 3]) await append(store, { data: Array.from({ length: size }, (_, index) => ({ note: String(index) })) });
  return { readAll: async (range: Parameters<typeof store.readAll>[0]) => (await store.readAll(range)).map(change) };
}

describe('a log that is copied', () => {
  it('is the same, command by command, wherever a page ends', async () => {
    const target = openMemoryStore();
    const source = await logOf((event) => event);
    await new LogCopy(source, target, 2).copy(0, 6, () => undefined);
    expect(await new LogCopy(source, target, 2).compare(6, () => undefined)).toEqual([]);
    expect(await target.lastPosition()).toBe(6);
  });

  it.each([0, -1, 1.5, Number.NaN])('is refused as damaged where an event is said to be one of %p', async (count) => {
    const target = openMemoryStore();
    const source = await logOf((event) => (event.position === 2 ? { ...event, count } : event));
    await expect(new LogCopy(source, target).copy(0, 6, () => undefined)).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'content', position: 2 } });
    expect(await target.lastPosition()).toBe(0);
  });
});
