import { createHash } from 'node:crypto';
import { openPool } from '#database';
import { chainHash, GENESIS_HASH, type EventStore, type StoredEvent } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { Terminal } from '../../apps/cli/terminal.js';
import type { Measured } from '../harness/drive.js';
import { serve } from '../harness/side.js';

/** BENCH_WAY says which: `minqing` verifies as its command does; `paged` as one does it by hand; `limit`: copy, parse and hash alone. */
const { BENCH_WAY = 'minqing' } = process.env;
const PAGE = 1_000;
const COLUMNS = `position, stream_id as "streamId", revision, event_id as "eventId", type, schema, meta, data, encode(hash, 'hex') as hash`;

let pool: pg.Pool;
let store: EventStore;
let stored: readonly StoredEvent[] = [];

/** As far as it says on the way, so that the phases can be told apart. */
class Stopwatch extends Terminal {
  readonly began = new Map<string, number>();

  override progress(code: string): { update(): void; stop(): void } {
    if (!this.began.has(code)) this.began.set(code, performance.now());
    return { update: () => undefined, stop: () => undefined };
  }
}

async function minqing(): Promise<Measured> {
  const watch = new Stopwatch('en', true);
  const start = performance.now();
  const report = await verify({ store, pool }, watch);
  const end = performance.now();
  if (!isSound(report) || report.seals.sealed !== report.events) throw new Error(`not sound: ${JSON.stringify(report.findings.slice(0, 3))}`);
  const folded = watch.began.get('comparing-read-model') ?? end;
  return measured(report.events, end - start, { record: (report.events * 1000) / (folded - start), readModels: (report.events * 1000) / (end - folded) });
}

async function paged(): Promise<Measured> {
  const heads = new Map<string, string>();
  const start = performance.now();
  let position = 0;
  for (;;) {
    const { rows } = await pool.query<StoredEvent>({ name: 'paged', text: `select ${COLUMNS} from record.event where position > $1 order by position limit ${PAGE}`, values: [position] });
    for (const event of rows) {
      JSON.parse(event.meta);
      JSON.parse(event.data);
      if (hashByHand(heads.get(event.streamId) ?? GENESIS_HASH, event) !== event.hash) throw new Error(`position ${event.position} does not fit`);
      heads.set(event.streamId, event.hash);
    }
    if (rows.length === 0) return measured(position, performance.now() - start);
    position = rows.at(-1)!.position;
  }
}

function hashByHand(previous: string, { streamId, revision, eventId, type, schema, meta, data }: StoredEvent): string {
  const hash = createHash('sha256').update(Buffer.from(previous, 'hex'));
  for (const text of [streamId, String(revision), eventId, type, String(schema), meta, data]) {
    const field = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    hash.update(length).update(field);
  }
  return hash.digest('hex');
}

async function limit(): Promise<Measured> {
  const begin = performance.now();
  await copyOut();
  const copied = performance.now();
  for (const { meta, data } of stored) {
    JSON.parse(meta);
    JSON.parse(data);
  }
  const parsed = performance.now();
  const previous = Buffer.from(GENESIS_HASH, 'hex');
  for (const event of stored) chainHash(previous, event);
  const hashed = performance.now();
  const rate = (ms: number): number => (stored.length * 1000) / ms;
  return measured(stored.length, hashed - begin, { copy: rate(copied - begin), parse: rate(parsed - copied), hash: rate(hashed - parsed) });
}

async function copyOut(): Promise<void> {
  const client = await pool.connect();
  try {
    let bytes = 0;
    for await (const chunk of client.query(copyTo('copy record.event to stdout (format binary)')) as AsyncIterable<Buffer>) bytes += chunk.length;
    if (bytes === 0) throw new Error('nothing was copied');
  } finally {
    client.release();
  }
}

function measured(events: number, ms: number, also?: Readonly<Record<string, number>>): Measured {
  return { perSecond: (events * 1000) / ms, done: events, p50Ms: ms, p99Ms: ms, ...(also ? { also } : {}) };
}

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench-audit' });
    store = await openPostgresStore({ pool });
    if (BENCH_WAY === 'limit') ({ rows: stored } = await pool.query<StoredEvent>(`select ${COLUMNS} from record.event order by position`));
  },
  round: () => (BENCH_WAY === 'minqing' ? minqing() : BENCH_WAY === 'paged' ? paged() : limit()),
  async verify() {
    const last = await store.lastPosition();
    if (BENCH_WAY === 'limit' && stored.length !== last) throw new Error(`${stored.length} of ${last} events were read`);
  },
  async close() {
    await store.close();
    await pool.end();
  },
});
