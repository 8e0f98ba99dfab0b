import { createHash } from 'node:crypto';
import { GENESIS_HASH, type EventStore, type RecordedEvent } from '#event-store';
import { append, headOf, range, request } from '../../../../libs/testing/append-requests.js';
import type { Features } from '../subject.js';

const CHARACTERS_OF_FOUR_BYTES = '𠮷𡃁𢀳𣏤';

export const bytes: Features = {
  async 'the chain recomputes from the stored bytes by the text of chain.ts alone'(store) {
    await append(store, { stream: '議-1', data: [{ name: '陳大文' }, { n: 1 }] });
    await append(store, { stream: '議-1', expected: await headOf(store, '議-1'), data: [{ n: 2 }] });
    await append(store, { stream: 'other' });
    const { events } = await store.readStream('議-1');
    let previous = GENESIS_HASH;
    for (const event of events) {
      expect(event.hash).toBe(hashByTheText(previous, event));
      previous = event.hash;
    }
    expect(await headOf(store, '議-1')).toEqual({ revision: 2, hash: previous });
  },

  async 'meta has its keys in the documented order'(store) {
    const { command } = await append(store, { stream: 'a', data: [1, 2] });
    const [, second] = (await store.readStream('a')).events;
    expect(second!.bytes.meta).toBe(JSON.stringify({
      at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'tester' }, command, index: 1, count: 2, ruleVersion: 'rules-1', recordedAt: second!.recordedAt,
    }));
  },

  async 'the workflow run that gave a command stands behind everything else in meta, and comes back'(store) {
    const workflow = { id: 'issue/a', run: '0f7c' };
    expect(await store.append({ ...request({ stream: 'a' }), workflow })).toMatchObject({ status: 'appended' });
    await append(store, { stream: 'b' });
    const [[given], [plain]] = [(await store.readStream('a')).events, (await store.readStream('b')).events];
    expect(given!.workflow).toEqual(workflow);
    expect(given!.bytes.meta.endsWith(`,"recordedAt":"${given!.recordedAt}","workflow":{"id":"issue/a","run":"0f7c"}}`)).toBe(true);
    expect(plain).not.toHaveProperty('workflow');
  },

  async 'a text of 200,000 characters comes back whole'(store) {
    const text = CHARACTERS_OF_FOUR_BYTES.repeat(50_000);
    expect(await roundTrip(store, { text })).toEqual({ text });
    expect([...text]).toHaveLength(200_000);
  },

  async 'odd texts come back as they were'(store) {
    const odd = ['\0', 'a\0b', '\ud800', '\udc00x', 'é', 'e\u0301', '\u202eabc', '\u200b', '\r\n\t', '\\', '"', '\\u0000', "');--", '{}', '{"a",NULL}', '', '\ufeff'];
    expect(await roundTrip(store, odd)).toEqual(odd);
  },

  async 'odd keys and numbers come back as JSON has them'(store) {
    const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "": 3, "\\u0000": 4, "n": [0, 1e308, 5e-324, 9007199254740991]}') as unknown;
    const [event] = await appendAndRead(store, odd);
    expect(event!.bytes.data).toBe(JSON.stringify(odd));
    expect(event!.data).toEqual(odd);
  },

  async 'a name that no database can keep is refused before anything is sent'(store) {
    const named = request();
    const bad = [
      { ...named, streamId: 'a\0b' }, { ...named, streamId: '' }, { ...named, streamId: 'x\ud800' }, { ...named, streamId: 'x'.repeat(513) },
      { ...named, command: { ...named.command, id: '\0' } }, { ...named, command: { ...named.command, digest: 'short' } },
      { ...named, expected: { revision: 0.5, hash: GENESIS_HASH } }, { ...named, expected: { revision: -1, hash: '' } }, { ...named, events: [] },
      { ...named, events: [{ ...named.events[0]!, type: 'a\0' }] }, { ...named, events: [{ ...named.events[0]!, schema: 0 }] },
      { ...named, events: [{ ...named.events[0]!, data: 1n }] },
    ];
    for (const refused of bad) await expect(store.append(refused)).rejects.toMatchObject({ code: 'append-malformed' });
    expect(await store.lastPosition()).toBe(0);
  },

  async 'large appends made at once all arrive'(store) {
    const text = 'x'.repeat(700_000);
    await Promise.all(range(1, 12).map((n) => append(store, { stream: `s${n}`, data: [text, n] })));
    expect(await store.lastPosition()).toBe(24);
    expect((await store.readStream('s7')).events.map((event) => event.data)).toEqual([text, 7]);
  },
};

async function roundTrip(store: EventStore, data: unknown): Promise<unknown> {
  return (await appendAndRead(store, data))[0]!.data;
}

async function appendAndRead(store: EventStore, data: unknown): Promise<readonly RecordedEvent[]> {
  const { streamId } = await append(store, { data: [data] });
  return (await store.readStream(streamId)).events;
}

/** Written from the comment in chain.ts, without its code. */
function hashByTheText(previous: string, event: RecordedEvent): string {
  const sum = createHash('sha256').update(Buffer.from(previous, 'hex'));
  for (const text of [event.streamId, `${event.revision}`, event.eventId, event.type, `${event.schema}`, event.bytes.meta, event.bytes.data]) {
    const field = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    sum.update(length).update(field);
  }
  return sum.digest('hex');
}
