import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
// The built harness: this file stays beside its own node_modules.
import { drive, eventData, STREAM_NAME } from '../../dist/bench/harness/drive.js';
import { serve } from '../../dist/bench/harness/side.js';

/** The peer as its documentation sets it up: its own pool, its own schema, an expected version at each append. */
let store;
let pool;
let versions = [];
let acknowledged = 0;

async function append(stream) {
  const { nextExpectedStreamVersion } = await store.appendToStream(
    STREAM_NAME(stream),
    [{ type: 'contact-recorded', data: eventData(stream), metadata: { at: '2026-03-01T01:02:03.000Z', by: { kind: 'operator', operator: 'bench' }, ruleVersion: 'rules-1' } }],
    { expectedStreamVersion: versions[stream] },
  );
  versions[stream] = nextExpectedStreamVersion;
  acknowledged += 1;
}

serve({
  async prepare(url, { streams, callers }) {
    pool = new pg.Pool({ connectionString: url, max: Math.min(callers, 32) });
    store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
    await store.schema.migrate();
    versions = Array.from({ length: streams }, () => 'STREAM_DOES_NOT_EXIST');
    await drive({ streams, callers, forMs: Infinity }, append);
    await pool.query('vacuum analyze');
  },
  round: (load) => drive(load, append),
  async verify() {
    const { rows: [found] } = await pool.query('select count(*)::int as events, count(distinct stream_id)::int as streams from emt_messages');
    if (found.events !== acknowledged || found.streams !== versions.length) throw new Error(`acknowledged ${acknowledged}, found ${JSON.stringify(found)}`);
  },
  async close() {
    await store.close();
    await pool.end();
  },
});
