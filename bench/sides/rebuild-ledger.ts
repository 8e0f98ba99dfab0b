import { openPool } from '#database';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { ledgerProjection, type LedgerRow } from '#projections';
import { rebuild } from '#projections/postgres';
import type pg from 'pg';
import { recordedEvent, type StoredEvent } from '../../libs/event-store/recorded.js';
import type { Measured } from '../harness/drive.js';
import { serve } from '../harness/side.js';

/** `rebuild`: the product's own; `upsert`: each event's row written as it comes, a transaction a thousand; `memory`: parse and fold, nothing read or written. */
const { BENCH_WAY = 'rebuild' } = process.env;
/** Upserts take a part of the log: the rate is what is compared, and a whole one would take minutes. */
const UPSERTED = 20_000;
const COMMIT_EVERY = 1_000;
/** The fold in memory takes a part too, where the whole would not fit a process. */
const FOLDED = 1_000_000;

let pool: pg.Pool;
let store: PostgresEventStore;
let stored: readonly StoredEvent[] = [];

async function upsert(count: number): Promise<number> {
  const rows = new Map<string, LedgerRow | null>();
  const client = await pool.connect();
  try {
    await client.query('truncate upserted');
    for (let position = 0; position < count;) {
      const events = await store.readAll({ after: position, limit: COMMIT_EVERY });
      await client.query('begin');
      for (const event of events) {
        const key = ledgerProjection.keyOf(event);
        if (key === null) continue;
        const row = ledgerProjection.project(rows.get(key) ?? null, event);
        rows.set(key, row);
        if (row) await client.query({ name: 'upsert', text: UPSERT, values: VALUES.map((property) => valueOf(row[property])) });
      }
      await client.query('commit');
      position = events.at(-1)!.position;
    }
    return rows.size;
  } finally {
    client.release();
  }
}

const VALUES = ['issueId', 'number', 'title', 'status', 'stage', 'scope', 'horizon', 'topic', 'grade', 'area', 'unit', 'level', 'holders', 'responsible', 'measureBy', 'heardAt', 'endedAt',
  'answer', 'answeredAt', 'inTime', 'satisfied', 'supervised', 'repeats', 'returns', 'escalations', 'dueAt', 'next', 'imported', 'position', 'state'] as const satisfies readonly (keyof LedgerRow)[];
const COLUMNS = VALUES.map((property) => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const UPSERT = `insert into upserted (${COLUMNS.join(', ')}) values (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})
  on conflict (issue_id) do update set ${COLUMNS.slice(1).map((column) => `${column} = excluded.${column}`).join(', ')}`;

function valueOf(value: LedgerRow[keyof LedgerRow]): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : value;
}

function foldInMemory(): number {
  const rows = new Map<string, LedgerRow | null>();
  for (const row of stored) {
    const event = recordedEvent(row);
    const key = ledgerProjection.keyOf(event);
    if (key !== null) rows.set(key, ledgerProjection.project(rows.get(key) ?? null, event));
  }
  return rows.size;
}

/** Row by row, every column, against what the projector wrote live. */
async function differing(table: string, live: string, columns = '*'): Promise<number> {
  const { rows: [found] } = await pool.query<{ n: number }>(`select count(*) as n from (select ${columns} from ${table} except select ${columns} from ${live}) different`);
  return found!.n;
}

async function timed(events: number, work: () => Promise<number> | number): Promise<Measured> {
  const start = performance.now();
  const rows = await work();
  const ms = performance.now() - start;
  if (rows === 0) throw new Error('no rows');
  return { perSecond: (events * 1000) / ms, done: events, p50Ms: ms, p99Ms: ms };
}

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench-rebuild' });
    store = await openPostgresStore({ url });
    if (BENCH_WAY === 'memory') ({ rows: stored } = await pool.query<StoredEvent>(`select position, stream_id as "streamId", revision, event_id as "eventId", type, schema, meta, data, encode(hash, 'hex') as hash from record.event order by position limit ${FOLDED}`));
    if (BENCH_WAY === 'upsert') await pool.query('create table upserted (like read.ledger including all)');
  },
  async round() {
    const all = await store.lastPosition();
    if (BENCH_WAY === 'rebuild') return timed(all, async () => (await rebuild({ pool, store }, 'ledger', 'bench')).rows);
    if (BENCH_WAY === 'memory') return timed(stored.length, foldInMemory);
    const part = Math.min(all, UPSERTED);
    return timed(part, () => upsert(part));
  },
  async verify() {
    const rebuilt = BENCH_WAY !== 'rebuild' ? [] : ['ledger', 'ledger_past', 'board', 'board_count'];
    for (const table of rebuilt) {
      const both = await Promise.all([differing(`read.${table}`, `live_${table}`), differing(`live_${table}`, `read.${table}`)]);
      if (both.some((rows) => rows > 0)) throw new Error(`the rebuilt ${table} is not the live one: ${both.join(' and ')} rows`);
    }
    if (BENCH_WAY === 'upsert' && (await differing('upserted', 'live_ledger', 'issue_id, number, title, area')) > 0) throw new Error('the upserted rows are not the live ones');
  },
  async close() {
    await store.close();
    await pool.end();
  },
});
