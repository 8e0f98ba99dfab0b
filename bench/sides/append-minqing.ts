import { openPool } from '#database';
import { EMPTY_STREAM, type StreamHead } from '#event-store';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { hash } from 'node:crypto';
import type pg from 'pg';
import { drive, eventData, STREAM_NAME, type Load } from '../harness/drive.js';
import { serve } from '../harness/side.js';

let store: PostgresEventStore;
let pool: pg.Pool;
let heads: StreamHead[] = [];
let acknowledged = 0;
let serial = 0;

async function append(stream: number): Promise<void> {
  serial += 1;
  const commandId = `command-${process.pid}-${serial}`;
  const outcome = await store.append({
    streamId: STREAM_NAME(stream),
    expected: heads[stream]!,
    command: { id: commandId, type: 'record-contact', digest: hash('sha256', commandId) },
    ruleVersion: 'rules-1',
    events: [{ type: 'contact-recorded', schema: 1, at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'bench' }, data: eventData(stream) }],
  });
  if (outcome.status !== 'appended') throw new Error(outcome.status);
  acknowledged += 1;
}

serve({
  async prepare(url: string, { streams, callers }: Load) {
    pool = openPool(url, { name: 'bench' });
    store = await openPostgresStore({ url });
    heads = Array.from({ length: streams }, () => EMPTY_STREAM);
    await drive({ streams, callers: Math.max(callers, 256), forMs: Infinity }, append);
    await pool.query('vacuum analyze record.event');
  },
  /** The caller of a command has read its stream: it knows the head that it decides on. */
  async ready() {
    const { rows } = await pool.query<{ stream: string; revision: number; hash: string }>(
      `select distinct on (stream_id) stream_id as stream, revision, encode(hash, 'hex') as hash from record.event order by stream_id, revision desc`);
    const byName = new Map(rows.map((row) => [row.stream, { revision: row.revision, hash: row.hash }]));
    heads = heads.map((_, stream) => byName.get(STREAM_NAME(stream)) ?? EMPTY_STREAM);
  },
  round: (load: Load) => drive(load, append),
  async verify() {
    const { rows: [found] } = await pool.query<{ events: number; first: number; last: number; holes: number }>(
      `select count(*) as events, min(position) as first, max(position) as last,
         (select count(*) from (select stream_id from record.event group by stream_id having count(*) <> max(revision) + 1) broken) as holes from record.event`);
    const right = found?.events === acknowledged && found.first === 1 && found.last === acknowledged && found.holes === 0;
    if (!right) throw new Error(`acknowledged ${acknowledged}, found ${JSON.stringify(found)}`);
  },
  async close() {
    await store.close();
    await pool.end();
  },
});
