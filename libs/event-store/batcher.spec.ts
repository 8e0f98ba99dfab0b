import type { AppendOutcome } from '#event-store';
import { range, request, type RequestParts } from '../testing/append-requests.js';
import { prepareAppend, type PreparedAppend } from './prepare.js';
import { Batcher, type Settled } from './batcher.js';

const CONFLICT: AppendOutcome = { status: 'conflict' };
const LIMITS = { events: 10, size: 5_000, alongside: 100 };

/** Sends into a list; each batch is answered when `answer` is called. */
function recording(limits = LIMITS): { batcher: Batcher; batches: string[][]; answer: (settled?: Settled) => Promise<void> } {
  const batches: string[][] = [];
  const waiting: ((settled: Settled) => void)[] = [];
  const batcher = new Batcher((batch) => {
    batches.push(batch.map((append) => append.request.streamId));
    return new Promise((resolve) => { waiting.push((settled) => resolve(batch.map(() => settled))); });
  }, limits);
  const answer = async (settled: Settled = { outcome: CONFLICT }): Promise<void> => {
    while (waiting.length === 0) await new Promise(setImmediate);
    waiting.shift()!(settled);
  };
  return { batcher, batches, answer };
}

function prepared(parts: RequestParts): PreparedAppend {
  return prepareAppend(request(parts), '2026-03-01T01:02:03.000Z');
}

it('sends together what arrived while the batch before was on its way', async () => {
  const { batcher, batches, answer } = recording();
  const first = batcher.add(prepared({ stream: 'a' }));
  await new Promise(setImmediate);
  const others = ['b', 'c', 'd'].map((stream) => batcher.add(prepared({ stream })));
  expect(batches).toEqual([['a']]);
  await answer();
  await first;
  await answer();
  await Promise.all(others);
  expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
  await batcher.idle();
});

it('puts one append of a stream, and one of a command id, into a batch and keeps each stream\'s order', async () => {
  const { batcher, batches, answer } = recording();
  const order: string[] = [];
  const add = (name: string, parts: RequestParts): Promise<unknown> => batcher.add(prepared(parts)).then(() => order.push(name));
  const all = [
    add('a1', { stream: 'a', commandId: 'x' }), add('a2', { stream: 'a' }), add('b1', { stream: 'b', commandId: 'x' }),
    add('b2', { stream: 'b' }), add('c1', { stream: 'c' }),
  ];
  for (const _ of range(1, 2)) await answer();
  await answer();
  await Promise.all(all);
  expect(batches).toEqual([['a', 'c'], ['a', 'b'], ['b']]);
  expect(order).toEqual(['a1', 'c1', 'a2', 'b1', 'b2']);
});

it('keeps a batch within its limits, and sends what is larger than them alone', async () => {
  const { batcher, batches, answer } = recording();
  const all = [
    batcher.add(prepared({ stream: 'six', data: range(1, 6) })), batcher.add(prepared({ stream: 'five', data: range(1, 5) })),
    batcher.add(prepared({ stream: 'four', data: range(1, 4) })), batcher.add(prepared({ stream: 'huge', data: ['x'.repeat(9_000)] })),
  ];
  for (const _ of range(1, 3)) await answer();
  await Promise.all(all);
  expect(batches).toEqual([['six', 'four'], ['five'], ['huge']]);
});

it('hands a fault to the callers of its batch alone', async () => {
  const { batcher, answer } = recording();
  const first = batcher.add(prepared({ stream: 'a' }));
  const second = batcher.add(prepared({ stream: 'a' }));
  await answer({ fault: new Error('lost') });
  await expect(first).rejects.toThrow('lost');
  await answer();
  expect(await second).toEqual(CONFLICT);
});

it('gives up on what waits when told to, not on what was sent', async () => {
  const { batcher, answer } = recording();
  const sent = batcher.add(prepared({ stream: 'a' }));
  await new Promise(setImmediate);
  const waiting = batcher.add(prepared({ stream: 'b' }));
  batcher.rejectWaiting(new Error('given up'));
  await expect(waiting).rejects.toThrow('given up');
  await answer();
  expect(await sent).toEqual(CONFLICT);
  expect(batcher.length).toBe(0);
});

it('sends half of many at once and the rest beside it, but never two appends of a stream at a time', async () => {
  const { batcher, batches, answer } = recording({ ...LIMITS, alongside: 2 });
  const all = ['a', 'b', 'b', 'c', 'd'].map((stream) => batcher.add(prepared({ stream })));
  await new Promise(setImmediate);
  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
  await answer();
  await all[0];
  expect(batches).toHaveLength(2);
  await answer();
  await answer();
  await Promise.all(all);
  expect(batches.at(-1)).toEqual(['b']);
  await batcher.idle();
  expect(batcher.length).toBe(0);
});
