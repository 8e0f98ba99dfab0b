import { setTimeout } from 'node:timers/promises';
import { openPool } from '#database';
import type pg from 'pg';
import { eventData, STREAM_NAME, type Load } from '../harness/drive.js';
import { FeedRounds } from '../harness/feed-round.js';
import { serve } from '../harness/side.js';

/**
 * `xmin`: rows are read in the order of their transactions, up to the oldest that is still open anywhere in the cluster.
 * `none`: rows behind the last position; what commits late is skipped.
 */
const { BENCH_PROMISE = 'xmin' } = process.env;
const SAFE = BENCH_PROMISE === 'xmin';
const POLL_MS = 1;
const PAGE = 1_000;
const META = JSON.stringify({ at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'bench' }, ruleVersion: 'rules-1' });
const INSERT = { name: 'insert', text: `insert into log (stream_id, revision, type, meta, data) values ($1, 0, 'contact-recorded', $2, $3) returning position` };
const BEHIND = SAFE
  ? `select position, xid::text as transaction from log where (xid, position) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position limit ${PAGE}`
  : `select position, xid::text as transaction from log where $1::text is not null and position > $2::bigint order by position limit ${PAGE}`;

let pool: pg.Pool;
let rounds: FeedRounds;
let reading: Promise<void>;
let serial = 0;
let stopped = false;

async function write(): Promise<number> {
  serial += 1;
  const { rows } = await pool.query<{ position: number }>({ ...INSERT, values: [STREAM_NAME(serial), META, JSON.stringify(eventData(serial))] });
  return Number(rows[0]!.position);
}

async function read(): Promise<void> {
  let [xid, position] = ['0', 0];
  while (!stopped) {
    const { rows } = await pool.query<{ position: number; transaction: string }>({ name: 'behind', text: BEHIND, values: [xid, position] });
    for (const row of rows) {
      [xid, position] = [row.transaction, Number(row.position)];
      rounds.feed.see(position);
    }
    if (rows.length === 0) await setTimeout(POLL_MS);
  }
}

serve({
  async prepare(url: string, load: Load) {
    pool = openPool(url, { name: 'bench-feed', max: load.callers + 2 });
    await pool.query(`create table log (position bigserial primary key, xid xid8 not null default pg_current_xact_id(), stream_id text not null, revision integer not null,
      type text not null, meta text not null, data text not null, unique (stream_id, revision))`);
    if (SAFE) await pool.query('create index on log (xid, position)');
    rounds = new FeedRounds(url, write);
    reading = read();
    reading.catch((error: unknown) => { console.error(error); process.exit(1); });
    await rounds.round({ ...load, forMs: 300 });
  },
  round: (load: Load) => rounds.round(load),
  async verify() {
    if (SAFE && rounds.feed.missing > 0) throw new Error(`${rounds.feed.missing} missing of ${rounds.feed.written}`);
  },
  async close() {
    stopped = true;
    await reading;
    await pool.end();
  },
});
