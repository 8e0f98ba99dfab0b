import { hash } from 'node:crypto';
import { EMPTY_STREAM } from '#event-store';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { eventData, STREAM_NAME, type Load } from '../harness/drive.js';
import { FeedRounds } from '../harness/feed-round.js';
import { serve } from '../harness/side.js';

const { BENCH_EVENTS = '0' } = process.env;

let store: PostgresEventStore;
let rounds: FeedRounds;
let serial = 0;
let callers = 1;
let reading: Promise<void>;
const stop = new AbortController();

async function write(): Promise<number> {
  const stream = (serial += 1);
  const id = `command-${process.pid}-${serial}`;
  const outcome = await store.append({
    streamId: STREAM_NAME(stream), expected: EMPTY_STREAM, command: { id, type: 'record-contact', digest: hash('sha256', id) }, ruleVersion: 'rules-1',
    events: [{ type: 'contact-recorded', schema: 1, at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'bench' }, data: eventData(stream) }],
  });
  if (outcome.status !== 'appended') throw new Error(outcome.status);
  return outcome.lastPosition;
}

/** The product's own follower: each position is the one behind the last. */
async function read(): Promise<void> {
  let last = 0;
  for await (const page of store.follow({ after: 0, signal: stop.signal })) {
    for (const { position } of page) {
      if (position !== last + 1) throw new Error(`position ${position} came behind ${last}`);
      last = position;
      rounds.feed.see(position);
    }
  }
}

serve({
  async prepare(url: string, load: Load) {
    ({ callers } = load);
    store = await openPostgresStore({ url });
    rounds = new FeedRounds(url, write);
    reading = read();
    reading.catch((error: unknown) => { console.error(error); process.exit(1); });
    await rounds.round({ ...load, forMs: 300 });
  },
  round: (load: Load) => rounds.round(load),
  async verify() {
    await rounds.writeUpTo(Number(BENCH_EVENTS), callers);
    const last = await store.lastPosition();
    if (last !== rounds.feed.written) throw new Error(`${rounds.feed.written} were acknowledged, ${last} are on record`);
  },
  async close() {
    stop.abort();
    await reading;
    await store.close();
  },
});
