import { getPostgreSQLEventStore, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import assert from 'node:assert/strict';
import pg from 'pg';
// The built harness: this file stays beside its own node_modules.
import { serve } from '../../dist/bench/harness/side.js';
import { asMessage, COLLECTION, ledgerDocuments } from '../peers/emmett-ledger.mjs';

const { BENCH_RECORD = '', BENCH_PART = '1000' } = process.env;
/** What suits a rebuild best; without it, pages of 100 and a pause of 50 ms behind each. */
const PULLING = { batchSize: 1_000, pullingFrequencyInMs: 0 };
const EVENTS_OF_AN_ISSUE = 11;

let url;
let pool;
let events = 0;
let types = [];
/** What the live ledger says of the issues that the peer was given, by stream. */
let live = new Map();

/** Whole histories of our own record. */
async function histories() {
  const record = new pg.Client(BENCH_RECORD);
  await record.connect();
  const chosen = `stream_id in (select stream_id from record.event where type = 'IssueReported' order by position limit ${Math.ceil(Number(BENCH_PART) / EVENTS_OF_AN_ISSUE)})`;
  const { rows } = await record.query(`select stream_id as stream, type, schema, meta::json, data::json from record.event where ${chosen} order by stream_id, revision`);
  const ledger = await record.query(`select 'issue/' || issue_id as stream, number, title, status, stage, topic, holders, responsible, due_at as "dueAt", answer, returns, escalations, state from read.ledger`);
  await record.end();
  const streams = new Map();
  for (const { stream, ...event } of rows) streams.set(stream, [...(streams.get(stream) ?? []), asMessage(event)]);
  live = new Map(ledger.rows.filter(({ stream }) => streams.has(stream)).map(({ stream, ...row }) => [stream, row]));
  types = [...new Set(rows.map(({ type }) => type))];
  events = rows.length;
  return streams;
}

serve({
  async prepare(address) {
    url = address;
    pool = new pg.Pool({ connectionString: url });
    const streams = await histories();
    const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
    await store.schema.migrate();
    for (const [stream, history] of streams) await store.appendToStream(stream, history);
    await store.close();
    await pool.query('vacuum analyze');
  },
  /** The peer would go on from where its last rebuild ended. */
  async ready() {
    await pool.query('truncate emt_processors');
  },
  async round() {
    const consumer = rebuildPostgreSQLProjections({ connectionString: url, projections: [ledgerDocuments(types)], pulling: PULLING });
    const start = performance.now();
    await consumer.start();
    const ms = performance.now() - start;
    await consumer.close();
    return { perSecond: (events * 1000) / ms, done: events, p50Ms: ms, p99Ms: ms };
  },
  async verify() {
    const { rows } = await pool.query(`select _id, data from ${COLLECTION}`);
    assert.equal(rows.length, live.size);
    for (const { _id, data } of rows) assert.deepEqual(pick(data, live.get(_id)), live.get(_id), `the peer's row of ${_id} is not the live one`);
  },
  async close() {
    await pool.end();
  },
});

/** The document's values for the row's own columns; the peer's document holds no undefined. */
function pick(document, row) {
  return Object.fromEntries(Object.keys(row).map((name) => [name, document[name]]));
}
