import { openPool } from '#database';
import type { RecordedEvent } from '#event-store';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import type pg from 'pg';
import { openSinks } from '../../libs/projections/postgres/sinks.js';
import type { Sink } from '../../libs/projections/postgres/sink.js';
import { createTable, dropTable, indexTable, qualified, type Suffix } from '../../libs/projections/postgres/table.js';
import { take } from '../../libs/projections/postgres/take.js';
import type { Measured } from '../harness/drive.js';
import { serve } from '../harness/side.js';
import { quantile } from '../harness/statistics.js';

/** `kept`: the ledger as the projector keeps it; `left out`: without its past rows and their table. */
export type Past = 'kept' | 'left out';

const PAST = (process.env['BENCH_PAST'] ?? 'kept') as Past;
/** Tables beside the live ones, another set for each of the two. */
const SUFFIX: Suffix = PAST === 'kept' ? '_next' : '_before';
const EVENTS = 5_000;
/** Events a transaction, as when some hundred commands a second come in. */
const PAGE = 25;

let pool: pg.Pool;
let client: pg.PoolClient;
let store: PostgresEventStore;
let sink: Sink;
let events: readonly RecordedEvent[];

async function afresh(): Promise<void> {
  for (const table of sink.tables) {
    await dropTable(client, table, SUFFIX);
    await createTable(client, table, SUFFIX);
    await indexTable(client, table, SUFFIX);
  }
}

/** Page by page into empty tables, each page a transaction, as the projector does. */
async function project(): Promise<Measured> {
  const waits: number[] = [];
  const follower = { sink, suffix: SUFFIX, move: async () => true, moved: () => undefined } as const;
  const start = performance.now();
  for (let from = 0; from < events.length; from += PAGE) {
    const begun = performance.now();
    await take(client, follower, from, events.slice(from, from + PAGE));
    waits.push(performance.now() - begun);
  }
  const elapsed = performance.now() - start;
  const past = sink.past ? await counted(qualified(sink.past.table, SUFFIX)) : 0;
  return { perSecond: (events.length * 1000) / elapsed, done: events.length, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99), also: { past: past / events.length } };
}

async function counted(table: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*) as n from ${table}`);
  return rows[0]!.n;
}

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench-live' });
    store = await openPostgresStore({ pool });
    client = await pool.connect();
    await client.query('set synchronous_commit = off');
    const { past, ...ledger } = openSinks(store).find(({ projection }) => projection.name === 'ledger')!;
    sink = PAST === 'kept' ? { ...ledger, past: past! } : { ...ledger, tables: ledger.tables.filter(({ name }) => name !== past!.table.name) };
    events = await store.readAll({ after: 0, limit: EVENTS });
  },
  ready: afresh,
  round: project,
  /** Both must have made the very rows that the rebuild made of the same events: as many issues as were reported. */
  async verify() {
    const [rows, reported] = [await counted(qualified(sink.tables[0]!, SUFFIX)), events.filter(({ type }) => type === 'IssueReported').length];
    if (rows !== reported) throw new Error(`${rows} rows of ${reported} issues`);
  },
  async close() {
    client.release();
    await store.close();
    await pool.end();
  },
});
