import type { EventStore } from '#event-store';
import { append, appended, followTo, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

/** A subscription to the global order: catching up, living on, beginning again where it was. */
export const following: Features = {
  async 'a follower starts in the middle'(store) {
    await append(store, { stream: 'a', data: range(1, 10) });
    expect(await followTo(store, 4, 10, 3)).toEqual(range(5, 10));
  },

  async 'a follower sees what is appended while it follows'(store) {
    await append(store, { stream: 'first', data: [1, 2, 3] });
    const following = followTo(store, 0, 203, 7);
    const other = followTo(store, 100, 203);
    for (const round of range(1, 20)) {
      await Promise.all(range(1, 10).map((n) => append(store, { stream: `s${round}-${n}` })));
    }
    expect(await following).toEqual(range(1, 203));
    expect(await other).toEqual(range(101, 203));
  },

  async 'a follower that waits ends with its signal'(store) {
    const stop = new AbortController();
    const pages: unknown[] = [];
    const following = (async () => {
      for await (const page of store.follow({ after: 0, signal: stop.signal })) pages.push(page);
    })();
    await append(store);
    stop.abort();
    await following;
    expect(pages.length).toBeLessThanOrEqual(1);
  },

  async 'a follower ends when its store is closed'(store) {
    const following = (async () => {
      let events = 0;
      for await (const page of store.follow({ after: 0, signal: new AbortController().signal })) {
        events += page.length;
        void store.close();
      }
      return events;
    })();
    await append(store, { data: [1, 2] });
    expect(await following).toBe(2);
  },

  async 'a follower that is not wanted before it begins ends at once'(store) {
    await append(store);
    for await (const page of store.follow({ after: 0, signal: AbortSignal.abort() })) throw new Error(`got ${page.length} events`);
  },

  async 'a follower catches up page by page, none longer than asked for'(store) {
    await Promise.all(range(1, 25).map((n) => append(store, { stream: `s${n}`, data: [n, n] })));
    const pages = await pagesTo(store, 0, 50, 8);
    expect(pages.flat()).toEqual(range(1, 50));
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(8);
  },

  async 'a follower that begins again behind its checkpoint gets each event once'(store) {
    await append(store, { stream: 'before', data: range(1, 20) });
    const seen: number[] = [];
    const writing = (async () => {
      for (const n of range(1, 40)) await append(store, { stream: `s${n}` });
    })();
    // It stops after each page, as a process that is killed between two of them.
    while ((seen.at(-1) ?? 0) < 60) seen.push(...await firstPage(store, seen.at(-1) ?? 0, 7));
    await writing;
    expect(seen).toEqual(range(1, 60));
  },

  async 'followers at different places and speeds each get everything'(store) {
    await append(store, { stream: 'before', data: range(1, 30) });
    const followers = [followTo(store, 0, 90, 1), followTo(store, 0, 90, 1000), followTo(store, 29, 90, 13), followTo(store, 60, 90)];
    for (const n of range(1, 60)) await append(store, { stream: `s${n}` });
    expect(await Promise.all(followers)).toEqual([range(1, 90), range(1, 90), range(30, 90), range(61, 90)]);
  },

  async 'a follower that is slower than the writers misses nothing'(store) {
    const stop = new AbortController();
    const seen: number[] = [];
    let written = 0;
    await append(store, { stream: 'first' });
    for await (const page of store.follow({ after: 0, signal: stop.signal, pageSize: 5 })) {
      seen.push(...page.map((event) => event.position));
      // Between two pages more is written than a page holds.
      const more = written < 60 ? range(1, 12) : [];
      await Promise.all(more.map(async (n) => appended(await store.append(request({ stream: `w${written}-${n}` })))));
      written += more.length;
      if (seen.length === 1 + 60) stop.abort();
    }
    expect(seen).toEqual(range(1, 61));
  },

  async 'a follower that began behind the end gets what comes later'(store) {
    await append(store, { data: [1, 2] });
    const following = followTo(store, 2, 5);
    await append(store, { data: [3, 4, 5] });
    expect(await following).toEqual([3, 4, 5]);
  },

  async 'following gives the same events as reading'(store) {
    await Promise.all(range(1, 10).map((n) => append(store, { stream: `s${n}`, data: [{ n }, 'x'] })));
    const followed = [];
    for await (const page of store.follow({ after: 0, signal: new AbortController().signal, pageSize: 6 })) {
      followed.push(...page);
      if (followed.length === 20) break;
    }
    expect(followed).toEqual(await store.readAll({ after: 0 }));
  },
};

async function pagesTo(store: EventStore, after: number, last: number, pageSize: number): Promise<number[][]> {
  const pages: number[][] = [];
  for await (const page of store.follow({ after, signal: new AbortController().signal, pageSize })) {
    pages.push(page.map((event) => event.position));
    if (page.at(-1)!.position >= last) break;
  }
  return pages;
}

async function firstPage(store: EventStore, after: number, pageSize: number): Promise<number[]> {
  const [page = []] = await pagesTo(store, after, after + 1, pageSize);
  return page;
}
