import { createHash } from 'node:crypto';
import { openPool } from '#database';
import { chainHash, GENESIS_HASH, type EventStore, type StoredEvent } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import { openPostgresSeals } from '#seal/postgres';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { NO_EVIDENCE, RecordCheck } from '../../apps/cli/record-check.js';
import { readHistory } from '../../apps/cli/record-file.js';
import { Terminal } from '../../apps/cli/terminal.js';
import type { Measured } from '../harness/drive.js';
import { serve } from '../harness/side.js';

/** `minqing` verifies as its command does; `record` without the read models; `paged` as one does it by hand; `limit`: copy, parse and hash alone. */
export type Way = 'minqing' | 'record' | 'paged' | 'limit';

const WAY = (process.env['BENCH_WAY'] ?? 'minqing') as Way;
const PAGE = 1_000;
const CHECKED = 5_000;
/** All but the whole audit take a part of a long record: they cost the same for each event, and the limit holds its events in memory. */
const PART = 200_000;
const COLUMNS = `position, stream_id as "streamId", revision, event_id as "eventId", type, schema, meta, data, encode(hash, 'hex') as hash`;

let pool: pg.Pool;
let store: EventStore;
let stored: readonly StoredEvent[] = [];
let part = 0;

/** Says nothing on the way. */
class Silent extends Terminal {
  override progress(): { update(): void; stop(): void } {
    return { update: () => undefined, stop: () => undefined };
  }
}

async function minqing(): Promise<Measured> {
  const start = performance.now();
  const report = await verify({ store, pool }, new Silent('en', true));
  const ms = performance.now() - start;
  // What was written to be compared is flushed here, not while the next side is measured or the machine's own rates are.
  await pool.query('checkpoint');
  if (!isSound(report) || report.seals.sealed !== report.events) throw new Error(`not sound: ${JSON.stringify(report.findings.slice(0, 3))}`);
  return measured(report.events, ms);
}

async function record(): Promise<Measured> {
  const start = performance.now();
  const check = new RecordCheck({ ...await readHistory(await openPostgresSeals(pool)), checkpoints: [] }, NO_EVIDENCE);
  for (let after = 0; after < part; after += CHECKED) check.check(await store.readAll({ after, limit: Math.min(CHECKED, part - after) }));
  if (check.found.length > 0) throw new Error(`not sound: ${JSON.stringify(check.found.slice(0, 3))}`);
  return measured(part, performance.now() - start);
}

async function paged(): Promise<Measured> {
  const heads = new Map<string, string>();
  const start = performance.now();
  let position = 0;
  for (;;) {
    const { rows } = await pool.query<StoredEvent>({ name: 'paged', text: `select ${COLUMNS} from record.event where position > $1 and position <= $2 order by position limit ${PAGE}`, values: [position, part] });
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
    for await (const chunk of client.query(copyTo(`copy (select * from record.event where position <= ${part}) to stdout (format binary)`)) as AsyncIterable<Buffer>) bytes += chunk.length;
    if (bytes === 0) throw new Error('nothing was copied');
  } finally {
    client.release();
  }
}

function measured(events: number, ms: number, also?: Readonly<Record<string, number>>): Measured {
  return { perSecond: (events * 1000) / ms, done: events, p50Ms: ms, p99Ms: ms, ...(also ? { also } : {}) };
}

const AUDIT: Readonly<Record<Way, () => Promise<Measured>>> = { minqing, record, paged, limit };

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench-audit' });
    store = await openPostgresStore({ pool });
    part = Math.min(PART, await store.lastPosition());
    if (WAY === 'limit') ({ rows: stored } = await pool.query<StoredEvent>(`select ${COLUMNS} from record.event where position <= $1 order by position`, [part]));
  },
  round: AUDIT[WAY],
  async verify() {
    if (WAY === 'limit' && stored.length !== part) throw new Error(`${stored.length} of ${part} events were read`);
  },
  async close() {
    await store.close();
    await pool.end();
  },
});
