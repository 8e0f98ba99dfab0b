import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { jest } from '@jest/globals';
import { EMPTY_STREAM, type AppendRequest, type LogTarget, type RecordedEvent } from '#event-store';
import { openKurrentStore } from '#event-store/kurrentdb';
import { request } from '../../../libs/testing/append-requests.js';
import { FakeKurrentServer } from '../../../libs/testing/fake-kurrentdb.js';
import type { AdapterUnderTest, Subject } from './subject.js';

const RECORDED_AT = Date.parse('2026-03-01T01:02:04.567Z');
/** Over the events below as every adapter must give them back. It changes when the form of the record does: then old records no longer verify. */
const SHA_256 = 'f5acc4708986f22b8420d13fa4c741cb9286dd36c606eb72a666e2ab92be6935';

/** Every adapter that is run here; KurrentDB's at least on a FAKE server. */
async function adapters(): Promise<Record<string, () => Promise<Subject>>> {
  const found: Record<string, () => Promise<Subject>> = {
    'kurrentdb on a FAKE server': async () => {
      const store = openKurrentStore({ client: new FakeKurrentServer().client() });
      return { store, end: () => store.close() };
    },
  };
  for (const file of readdirSync(new URL('adapters/', import.meta.url))) {
    const { adapter } = await import(`./adapters/${file}`) as { adapter: AdapterUnderTest };
    if (!adapter.skips?.['*']) found[file.replace(/\.ts$/, '')] = () => adapter.open();
  }
  return found;
}

function requests(): readonly AppendRequest[] {
  const first = request({ stream: '議-1', commandId: 'command-1', data: [{ name: '陳大文', odd: ['\0', '\ud800', '\u2028', '"\\'] }, null] });
  const other = request({ stream: 'Issue/A', commandId: 'Command-1', data: [{ '10': 'ten', '2': 'two', n: [1e21, 5e-324, -0.5] }] });
  return [first, other, request({ stream: 'issue/a', commandId: 'command-3', data: ['', [], {}] })];
}

async function recorded(store: LogTarget): Promise<readonly RecordedEvent[]> {
  for (const each of requests()) await appendAt(store, each);
  const { head } = await store.readStream('議-1');
  await appendAt(store, request({ stream: '議-1', commandId: 'command-4', expected: head, data: [{ last: true }] }));
  await appendAt(store, { ...request({ stream: 'issue/a', commandId: 'command-5' }), expected: EMPTY_STREAM });
  return await store.readAll({ after: 0 });
}

/** The texts are settled when an append begins. */
async function appendAt(store: LogTarget, given: AppendRequest): Promise<void> {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(RECORDED_AT);
  const outcome = store.append(given);
  clock.mockRestore();
  await outcome;
}

/** All that is kept of an event, in the texts that are kept. */
function line({ position, streamId, revision, eventId, type, schema, bytes, hash }: RecordedEvent): string {
  return JSON.stringify([position, streamId, revision, eventId, type, schema, bytes.meta, bytes.data, hash]);
}

const found = Object.entries(await adapters());

it.each(found)('the same appends are the same record to the byte: %s', async (_name, open) => {
  const { store, end } = await open();
  try {
    const events = await recorded(store);
    expect(events).toHaveLength(7);
    expect(createHash('sha256').update(events.map(line).join('\n')).digest('hex')).toBe(SHA_256);
  } finally {
    await end();
  }
});

it('was asked of every kind of store', () => {
  expect(found.map(([name]) => name)).toEqual(expect.arrayContaining(['kurrentdb on a FAKE server', 'memory', 'postgres']));
});
