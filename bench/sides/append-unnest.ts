import { openPool } from '#database';
import { hash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { byteaArray, textArray, uuidArray } from '../../libs/event-store/postgres/binary-arrays.js';
import { eventData, STREAM_NAME, type Load, type Measured } from '../harness/drive.js';
import { serve } from '../harness/side.js';

/** The limit: one connection, 1,000 ready rows a commit into the same columns and indexes, and no promise at all. */
const ROWS = 1_000;
const INSERT = {
  name: 'unnest',
  text: `insert into bare (stream_id, revision, event_id, type, command_id, meta, data, hash)
    select stream_id, $8 + number, event_id, 'contact-recorded', command_id, meta, data, hash
    from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[]) with ordinality
      as n (stream_id, event_id, command_id, meta, data, hash, ignored, number)`,
};

let pool: pg.Pool;
let acknowledged = 0;

function rows(): unknown[] {
  const numbers = Array.from({ length: ROWS }, (_, index) => (acknowledged + index) % 50_000);
  const meta = JSON.stringify({ at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'bench' }, command: { id: randomUUID(), type: 'record-contact', digest: hash('sha256', 'x') }, index: 0, count: 1, ruleVersion: 'rules-1', recordedAt: '2026-03-01T01:02:03.000Z' });
  return [
    textArray(numbers.map(STREAM_NAME)), uuidArray(numbers.map(() => randomUUID())), textArray(numbers.map(() => randomUUID())), textArray(numbers.map(() => meta)),
    textArray(numbers.map((number) => JSON.stringify(eventData(number)))), byteaArray(numbers.map((number) => hash('sha256', String(number), 'buffer'))), textArray(numbers.map(() => '')), acknowledged,
  ];
}

serve({
  async prepare(url: string) {
    pool = openPool(url, { name: 'bench', max: 1 });
    await pool.query(`create table bare (position bigint generated always as identity primary key, stream_id text not null, revision integer not null, event_id uuid not null,
      type text not null, command_id text not null, meta text not null, data text not null, hash bytea not null, unique (stream_id, revision));
      create unique index on bare (command_id) where revision >= 0`);
  },
  async round({ forMs }: Load): Promise<Measured> {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < forMs) {
      await pool.query({ ...INSERT, values: rows() });
      done += ROWS;
      acknowledged += ROWS;
    }
    const elapsed = performance.now() - start;
    return { perSecond: (done * 1000) / elapsed, done, p50Ms: (elapsed * ROWS) / done, p99Ms: (elapsed * ROWS) / done };
  },
  async verify() {
    const { rows: [found] } = await pool.query<{ events: number }>('select count(*) as events from bare');
    if (found?.events !== acknowledged) throw new Error(`acknowledged ${acknowledged}, found ${found?.events}`);
  },
  close: () => pool.end(),
});
