import type { AppendOutcome, StoreHealth } from '#event-store';
import { request } from '../testing/append-requests.js';
import { Writer, type Attempt } from './writer.js';

const BATCH = { events: 10, size: 5_000, alongside: 1 };
const WRITTEN: Attempt = { outcomes: [{ status: 'appended', streamId: 'beside', command: request().command, firstRevision: 0, lastRevision: 0, lastPosition: 1 }] };
const failed = (failure: 'permanent' | 'transient' | 'unknown'): Attempt => ({ failure, cause: new Error(`${failure} failure`) });

/** Two appends on their way at once, `full` and `beside`; what becomes of an attempt is said by `answer`. */
async function twoFlights(patienceMs: number) {
  const waiting = new Map<string, (attempt: Attempt) => void>();
  const attempts: string[] = [];
  const writer = new Writer(([first]) => () => {
    const stream = first!.request.streamId;
    attempts.push(stream);
    return new Promise((resolve) => { waiting.set(stream, resolve); });
  }, { patienceMs, queue: 10, batch: BATCH });
  const full = settled(writer.append(request({ stream: 'full' })));
  await untilSent(1);
  const beside = settled(writer.append(request({ stream: 'beside' })));
  await untilSent(2);
  return { writer, full, beside, attempts, answer };

  async function untilSent(count: number): Promise<void> {
    while (attempts.length < count) await new Promise(setImmediate);
  }
  async function answer(stream: string, attempt: Attempt): Promise<void> {
    waiting.get(stream)!(attempt);
    await new Promise(setImmediate);
  }
}

/** The outcome, or the code of the fault. */
function settled(appended: Promise<AppendOutcome>): Promise<string> {
  return appended.then(({ status }) => status, (fault: { readonly code: string }) => fault.code);
}

function statusOf(health: StoreHealth): readonly string[] {
  return health.status === 'ok' ? ['ok'] : [health.status, health.cause];
}

const FROZEN = ['frozen', 'permanent failure'];

it('stays frozen when a batch that was on its way beside the failing one is written', async () => {
  const { writer, full, beside, answer } = await twoFlights(1_000);
  await answer('full', failed('permanent'));
  await answer('beside', WRITTEN);
  expect([await full, await beside]).toEqual(['store-frozen', 'appended']);
  expect(statusOf(writer.health())).toEqual(FROZEN);
  expect(await settled(writer.append(request()))).toBe('store-frozen');
});

it.each([
  ['could be tried again', 1_000, 'transient', 'store-frozen'],
  ['is given up', 0, 'transient', 'store-frozen'],
  ['may have arrived', 1_000, 'unknown', 'store-outcome-unknown'],
  ['freezes, too', 1_000, 'permanent', 'store-frozen'],
] as const)('stays frozen, and sends nothing again, when the batch beside the failing one %s', async (_what, patienceMs, failure, code) => {
  const { writer, full, beside, attempts, answer } = await twoFlights(patienceMs);
  await answer('full', failed('permanent'));
  await answer('beside', failed(failure));
  expect([await full, await beside]).toEqual(['store-frozen', code]);
  expect(statusOf(writer.health())).toEqual(FROZEN);
  expect(attempts).toEqual(['full', 'beside']);
});

it('ends a pause between two attempts with the answer that it is frozen', async () => {
  const { full, beside, attempts, answer } = await twoFlights(1_000);
  await answer('beside', failed('transient'));
  await answer('full', failed('permanent'));
  expect([await full, await beside]).toEqual(['store-frozen', 'store-frozen']);
  expect(attempts).toEqual(['full', 'beside']);
});
