import { randomUUID } from 'node:crypto';
import { append, headOf, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

export const idempotency: Features = {
  async 'the same command again gets the same receipt'(store) {
    const same = request({ stream: 'a', data: [1, 2] });
    const { status, ...receipt } = await store.append(same) as { status: 'appended' };
    expect(status).toBe('appended');
    expect(await store.append(same)).toEqual({ status: 'already-applied', ...receipt });
    expect(await store.lastPosition()).toBe(2);
  },

  async 'the same command gets its receipt also when the stream has moved on'(store) {
    const first = request({ stream: 'a' });
    const { status: _, ...receipt } = await store.append(first) as { status: 'appended' };
    await append(store, { stream: 'a', expected: await headOf(store, 'a'), data: [2] });
    const now = await headOf(store, 'a');
    expect(await store.append(first)).toEqual({ status: 'already-applied', ...receipt });
    expect(await store.append({ ...first, expected: now })).toEqual({ status: 'already-applied', ...receipt });
    expect(await headOf(store, 'a')).toEqual(now);
  },

  async 'the same id with other bytes is another command'(store) {
    const commandId = randomUUID();
    await append(store, { stream: 'a', commandId, body: 'one' });
    const head = await headOf(store, 'a');
    expect(await store.append(request({ stream: 'a', expected: head, commandId, body: 'two' }))).toEqual({ status: 'command-differs', streamId: 'a' });
    expect(await store.append(request({ stream: 'b', commandId, body: 'two' }))).toEqual({ status: 'command-differs', streamId: 'a' });
    expect(await store.lastPosition()).toBe(1);
  },

  async 'a command that met a conflict may be decided anew under its id'(store) {
    await append(store, { stream: 'a' });
    const late = { stream: 'a', commandId: randomUUID() };
    expect(await store.append(request(late))).toEqual({ status: 'conflict' });
    expect(await store.append(request({ ...late, expected: await headOf(store, 'a') }))).toMatchObject({ status: 'appended', firstRevision: 1 });
  },

  async 'one command id 50 times at once is applied once'(store) {
    const same = request({ stream: 'a', data: [1, 2] });
    const outcomes = await Promise.all(range(1, 50).map(() => store.append(same)));
    expect(outcomes.filter((outcome) => outcome.status === 'appended')).toHaveLength(1);
    const receipts = outcomes.map((outcome) => ({ ...outcome, status: 'any' }));
    expect(receipts.every((receipt) => JSON.stringify(receipt) === JSON.stringify(receipts[0]))).toBe(true);
    expect(await store.lastPosition()).toBe(2);
  },

  async 'one command id with 50 bodies at once is applied once'(store) {
    const commandId = randomUUID();
    const outcomes = await Promise.all(range(1, 50).map((n) => store.append(request({ stream: `s${n}`, commandId, body: `body ${n}` }))));
    expect(outcomes.filter((outcome) => outcome.status === 'appended')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.status === 'command-differs')).toHaveLength(49);
    expect(await store.lastPosition()).toBe(1);
  },

  async 'a command is found by its id'(store) {
    const commandId = randomUUID();
    const receipt = await append(store, { stream: 'a', commandId, data: [1, 2, 3] });
    await append(store, { stream: 'b' });
    expect(await store.findCommand(commandId)).toEqual(receipt);
    expect(receipt.command.id).toBe(commandId);
  },

  async 'event ids follow from stream, command and place'(store) {
    await append(store, { stream: 'a', commandId: 'command-1', data: [1, 2] });
    const ids = (await store.readStream('a')).events.map((event) => event.eventId);
    // As any other UUID library makes them: version 5 of the namespace in event-id.ts and the JSON text ["a","command-1",0].
    expect(ids).toEqual(['12ee375a-3d00-54d3-a32e-ea4864b43dcc', '2628c192-5775-5d61-8780-3086e9e4e7e6']);
  },
};
