import { AccessDeniedError, AppendRecordSizeExceededError, DeadlineExceededError, ErrorType, NotFoundError, UnknownError, UnsupportedError, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import type { EventStore } from '#event-store';
import { openKurrentStore, type KurrentEventStore } from '#event-store/kurrentdb';
import { append, appended, followTo, headOf, range, request } from '../../testing/append-requests.js';
import { FakeKurrentServer } from '../../testing/fake-kurrentdb.js';
import { failureOf } from './failure.js';
import { streamNames } from './streams.js';

/** The adapter's own logic when calls fail: the server is a FAKE, its errors are the client's own. */
let server: FakeKurrentServer;
const open: EventStore[] = [];

beforeEach(() => { server = new FakeKurrentServer(); });
afterEach(() => Promise.all(open.splice(0).map((store) => store.close())));

function process(patienceMs = 10_000): KurrentEventStore {
  const store = openKurrentStore({ client: server.client(), patienceMs, pollMs: 50 });
  open.push(store);
  return store;
}

const tooLarge = () => new AppendRecordSizeExceededError(undefined as never, { stream: 's', recordId: 'r', size: 2, maxSize: 1 });

describe('an append whose answer is lost', () => {
  it.each(['before', 'after'] as const)('is on record once, and patient callers hear nothing of it (lost %s the server did it)', async (fault) => {
    const store = process();
    server.failNext('append', fault);
    const receipt = appended(await store.append(request({ stream: 'a', data: [1, 2] })));
    expect(receipt).toMatchObject({ firstRevision: 0, lastRevision: 1, lastPosition: 2 });
    expect(await store.lastPosition()).toBe(2);
    expect(store.health()).toEqual({ status: 'ok' });
  });

  it('is found by its id, not written anew, although the stream and the log have moved on meanwhile', async () => {
    const store = process();
    const other = process();
    server.failNext('append', 'after');
    const given = request({ stream: 'a' });
    const answer = store.append(given);
    while (await other.lastPosition() === 0) await new Promise(setImmediate);
    await append(other, { stream: 'a', expected: await headOf(other, 'a') });
    expect(appended(await answer)).toMatchObject({ firstRevision: 0, lastPosition: 1 });
    expect(await store.lastPosition()).toBe(2);
  });

  it('is unknown to an impatient caller, who is told the same receipt when asking again', async () => {
    const store = process(0);
    const given = request({ stream: 'a' });
    server.failNext('append', 'after', () => new DeadlineExceededError());
    await expect(store.append(given)).rejects.toMatchObject({ code: 'store-outcome-unknown', transient: true });
    expect(await store.append(given)).toMatchObject({ status: 'already-applied', firstRevision: 0, lastPosition: 1 });
  });

  it('is unknown also when what follows on it is a lasting error', async () => {
    const store = process();
    server.failNext('append', 'after');
    server.beforeAppend = async () => server.failNext('read', 'before', () => new AccessDeniedError());
    await expect(store.append(request())).rejects.toMatchObject({ code: 'store-outcome-unknown' });
    expect(store.health()).toMatchObject({ status: 'frozen' });
  });
});

describe('an append that certainly was not made', () => {
  it('is told so when the server could not even be asked', async () => {
    const store = process(0);
    server.failNext('read', 'before');
    await expect(store.append(request())).rejects.toMatchObject({ code: 'store-unavailable', transient: true });
    expect(server.appends).toBe(0);
    expect(store.health()).toMatchObject({ status: 'unavailable' });
    await append(store);
    expect(store.health()).toEqual({ status: 'ok' });
  });

  it('freezes the store when no retry can help', async () => {
    const store = process();
    server.failNext('append', 'before', () => new UnsupportedError('multiStreamAppend', '25.1'));
    await expect(store.append(request())).rejects.toMatchObject({ code: 'store-frozen' });
    await expect(store.append(request())).rejects.toMatchObject({ code: 'store-frozen', params: { reason: expect.stringContaining('25.1') as string } });
    expect(server.appends).toBe(0);
  });

  it('takes only itself down when it alone is too large', async () => {
    const store = process();
    server.failNext('append', 'before', tooLarge);
    server.failNext('append', 'before', tooLarge);
    const fates = await Promise.allSettled(range(1, 3).map((n) => append(store, { stream: `s${n}` })));
    expect(fates.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(fates[0]).toMatchObject({ reason: { code: 'append-malformed' } });
  });
});

describe('several processes on one record', () => {
  it('append one behind the other, none lost, none twice', async () => {
    const stores = [process(), process(), process()];
    const receipts = await Promise.all(stores.flatMap((store, p) => range(1, 30).map((n) => append(store, { stream: `p${p}-${n}`, data: [1, 2] }))));
    expect(receipts.map(({ lastPosition }) => lastPosition).sort((a, b) => a - b)).toEqual(range(1, 90).map((n) => 2 * n));
    expect(await followTo(stores[0]!, 0, 180)).toEqual(range(1, 180));
  });

  it('apply a command once that reaches two of them at once', async () => {
    const given = request({ stream: 'a' });
    const outcomes = await Promise.all([process(), process()].map((store) => store.append(given)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['already-applied', 'appended']);
    expect(await process().lastPosition()).toBe(1);
  });

  it('meet a conflict when a stream is extended between the look and the write', async () => {
    const store = process();
    const faster = process();
    server.beforeAppend = async () => {
      server.beforeAppend = undefined;
      await append(faster, { stream: 'a' });
    };
    expect(await store.append(request({ stream: 'a' }))).toEqual({ status: 'conflict' });
    expect(await store.lastPosition()).toBe(1);
  });

  it('hold several records apart by their prefix', async () => {
    const other = openKurrentStore({ client: server.client(), prefix: 'second' });
    await append(process(), { stream: 'a' });
    expect(await append(other, { stream: 'a' })).toMatchObject({ lastPosition: 1 });
    await other.close();
  });
});

describe('a record that was changed behind the product', () => {
  it('is not handed on with its beginning cut off', async () => {
    const store = process();
    await append(store, { stream: 'a', data: [1, 2, 3] });
    server.tamper('minqing-log', (events) => events.shift());
    await expect(store.readAll({ after: 0 })).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'position', expected: 1, found: 2 } });
    await expect(store.readStream('a')).rejects.toMatchObject({ code: 'record-damaged' });
  });

  it('is not handed on with events that the product has not written', async () => {
    const store = process();
    await append(store, { stream: 'a' });
    server.tamper('minqing-log', (events) => { events[0] = { ...events[0]!, metadata: { meta: '{}' } }; });
    await expect(store.readAll({ after: 0 })).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'content' } });
  });

  it('is not handed on with an index that leads to another stream', async () => {
    const store = process();
    await append(store, { stream: 'a' });
    await append(store, { stream: 'b' });
    server.tamper('minqing-stream-b', (events) => { events[0] = { ...events[0]!, data: { ...events[0]!.data as object, position: 1 } } as never; });
    await expect(store.readStream('b')).rejects.toMatchObject({ code: 'record-damaged', params: { order: 'stream' } });
  });
});

it('goes on following when the server drops the subscription or cannot be read for a while', async () => {
  const store = process();
  const following = followTo(store, 0, 6);
  for (const n of range(1, 6)) {
    await append(store, { stream: `s${n}` });
    server.dropSubscriptions();
    server.failNext('read', 'before');
  }
  expect(await following).toEqual(range(1, 6));
  await store.close();
  expect(server.subscriberCount).toBe(0);
});

it('takes the client’s errors for what they certainly mean, and all others for unknown', () => {
  const kinds = Object.fromEntries(Object.values(ErrorType).map((type) => [type, failureOf(Object.assign(new Error(), { type }))]));
  expect(kinds).toMatchObject({
    [ErrorType.WRONG_EXPECTED_VERSION]: 'transient', [ErrorType.NOT_LEADER]: 'transient', [ErrorType.ACCESS_DENIED]: 'permanent', [ErrorType.UNSUPPORTED]: 'permanent',
    [ErrorType.UNAVAILABLE]: 'unknown', [ErrorType.DEADLINE_EXCEEDED]: 'unknown', [ErrorType.CANCELLED]: 'unknown', [ErrorType.TIMEOUT]: 'unknown', [ErrorType.UNKNOWN]: 'unknown',
  });
  expect(failureOf(new WrongExpectedVersionError(undefined, { streamName: 's', expected: 0n, current: 1n }))).toBe('transient');
  expect(failureOf(Object.assign(new UnknownError(), { code: 8 }))).toBe('refused');
  expect(failureOf(new NotFoundError())).toBe('unknown');
  expect(failureOf(undefined)).toBe('unknown');
});

it('names streams so that they differ in more than case', () => {
  const { indexOfStream } = streamNames('minqing');
  expect(indexOfStream('issue/20261124-7K3QZ')).toBe('minqing-stream-issue/20261124-7%4b3%51%5a');
  expect(new Set(['a', 'A', '%41', 'é', 'e\u0301', '議'].map((name) => indexOfStream(name).toLowerCase())).size).toBe(6);
});
