import { randomUUID } from 'node:crypto';
import { EMPTY_STREAM } from '#event-store';
import { append, appended, headOf, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

export const appending: Features = {
  async 'an unknown stream is empty'(store) {
    expect(await store.readStream('issue-unknown')).toEqual({ events: [], head: EMPTY_STREAM });
    expect(await store.lastPosition()).toBe(0);
    expect(await store.findCommand(randomUUID())).toBeUndefined();
  },

  async 'revisions run from 0 and positions from 1'(store) {
    expect(await append(store, { stream: 'a' })).toMatchObject({ firstRevision: 0, lastRevision: 0, lastPosition: 1 });
    expect(await append(store, { stream: 'b', data: [1, 2] })).toMatchObject({ firstRevision: 0, lastRevision: 1, lastPosition: 3 });
    const second = await append(store, { stream: 'a', expected: await headOf(store, 'a'), data: [3, 4] });
    expect(second).toMatchObject({ streamId: 'a', firstRevision: 1, lastRevision: 2, lastPosition: 5 });
    const { events, head } = await store.readStream('a');
    expect(events.map(({ revision, position, data }) => [revision, position, data])).toEqual([[0, 1, { note: 'a' }], [1, 4, 3], [2, 5, 4]]);
    expect(head).toEqual({ revision: 2, hash: events[2]!.hash });
  },

  async 'an event comes back as it was given'(store) {
    const given = request({ stream: 'a', data: [{ z: 1, a: [null, true, 'x'], 'k.é': { deep: -0.5 } }] });
    await store.append({ ...given, events: [{ ...given.events[0]!, by: { kind: 'cadre', cadre: 'c1', post: 'p1', unit: 'u1', role: 'dispatcher' } }] });
    const [event] = (await store.readStream('a')).events;
    expect(event).toMatchObject({
      streamId: 'a', type: 'issue-reported', schema: 1, at: '2026-03-01T01:02:03.000Z', index: 0, ruleVersion: 'rules-1',
      by: { kind: 'cadre', cadre: 'c1', post: 'p1', unit: 'u1', role: 'dispatcher' }, data: given.events[0]!.data, command: given.command,
    });
    expect(event!.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(event!.bytes.data).toBe(JSON.stringify(given.events[0]!.data));
  },

  async 'another expected revision is a conflict and writes nothing'(store) {
    await append(store, { stream: 'a' });
    const head = await headOf(store, 'a');
    for (const revision of [-1, 1, 7]) {
      expect(await store.append(request({ stream: 'a', expected: { ...head, revision } }))).toEqual({ status: 'conflict' });
    }
    expect(await store.append(request({ stream: 'b', expected: head }))).toEqual({ status: 'conflict' });
    expect(await store.lastPosition()).toBe(1);
  },

  async 'the right revision with another hash is a conflict, so a forked history cannot be extended'(store) {
    await append(store, { stream: 'a' });
    const forked = { revision: 0, hash: 'f'.repeat(64) };
    expect(await store.append(request({ stream: 'a', expected: forked }))).toEqual({ status: 'conflict' });
    expect(await store.append(request({ stream: 'b', expected: { revision: -1, hash: 'f'.repeat(64) } }))).toEqual({ status: 'conflict' });
    expect(await store.lastPosition()).toBe(1);
  },

  async 'a command writes all of its events or none'(store) {
    await append(store, { stream: 'a' });
    const stale = { stream: 'a', expected: EMPTY_STREAM, data: [1, 2, 3] };
    expect(await store.append(request(stale))).toEqual({ status: 'conflict' });
    await expect(store.append(request({ stream: 'b', data: [1, undefined, 3] }))).rejects.toMatchObject({ code: 'append-malformed' });
    expect((await store.readStream('a')).events).toHaveLength(1);
    expect((await store.readStream('b')).events).toHaveLength(0);
  },

  async 'a command may write 1,000 events, next to each other'(store) {
    await append(store, { stream: 'before' });
    const receipt = await append(store, { stream: 'a', data: range(1, 1000) });
    expect(receipt).toMatchObject({ firstRevision: 0, lastRevision: 999, lastPosition: 1001 });
    const { events } = await store.readStream('a');
    expect(events.map((event) => event.data)).toEqual(range(1, 1000));
    expect(events.map((event) => event.position)).toEqual(range(2, 1001));
    expect(events.map((event) => event.index)).toEqual(range(0, 999));
  },

  async 'appends that are made at once each get their own outcome'(store) {
    await append(store, { stream: 'taken' });
    const outcomes = await Promise.all(range(1, 60).map((n) => store.append(request({ stream: n % 3 === 0 ? 'taken' : `s${n}`, data: [n] }))));
    outcomes.forEach((outcome, index) => expect(outcome.status).toBe((index + 1) % 3 === 0 ? 'conflict' : 'appended'));
    expect(outcomes.filter((outcome) => outcome.status === 'appended').map((outcome) => appended(outcome).lastPosition).sort((a, b) => a - b)).toEqual(range(2, 41));
  },
};
