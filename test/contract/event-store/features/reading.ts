import { append, headOf, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

export const reading: Features = {
  async 'all events are read in one gapless order, in pages'(store) {
    await Promise.all(range(1, 25).map((n) => append(store, { stream: `s${n}`, data: [n, n] })));
    const first = await store.readAll({ after: 0, limit: 20 });
    const second = await store.readAll({ after: 20, limit: 20 });
    const third = await store.readAll({ after: 40, limit: 20 });
    expect([...first, ...second, ...third].map((event) => event.position)).toEqual(range(1, 50));
    expect(await store.readAll({ after: 50 })).toEqual([]);
    expect(await store.lastPosition()).toBe(50);
  },

  async 'a page holds 1,000 events when no limit is given'(store) {
    await append(store, { stream: 'a', data: range(1, 1000) });
    await append(store, { stream: 'b' });
    expect(await store.readAll({ after: 0 })).toHaveLength(1000);
  },

  async 'an event reads the same in its stream and in the order of all'(store) {
    await append(store, { stream: 'a', data: [1, { two: 2 }] });
    expect(await store.readAll({ after: 0 })).toEqual((await store.readStream('a')).events);
  },

  async 'a reader never sees half of a command'(store) {
    const stop = new AbortController();
    const writing = (async () => {
      let expected = await headOf(store, 'a');
      while (!stop.signal.aborted) {
        await store.append(request({ stream: 'a', expected, data: [1, 2, 3, 4] }));
        expected = await headOf(store, 'a');
      }
    })();
    for (const _ of range(1, 30)) expect((await store.readStream('a')).events.length % 4).toBe(0);
    stop.abort();
    await writing;
  },
};
