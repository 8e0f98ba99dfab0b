import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { projections } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
// The built product and harness: this file stays beside its own node_modules.
import { closeOnTerm, textOf } from '../../dist/bench/peers/http.js';
import { readyReport, readyRow, RULES } from '../../dist/bench/peers/ready-report.js';
import { Streams } from '../../dist/bench/peers/streams.js';
import { CADRE } from '../../dist/bench/harness/office.js';
import { asMessage, ledgerDocuments } from './emmett-ledger.mjs';

/** The same report taken by Emmett's store with its row made inline, in the append's own transaction; then the answer, and a write into each open stream. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const types = readyReport(randomUUID(), {}).map(({ type }) => type);
const store = getPostgreSQLEventStore(process.env.DATABASE_URL, { connectionOptions: { pool }, projections: projections.inline([ledgerDocuments(types)]) });
await store.schema.migrate();
const streams = new Streams();

async function take(issueId, sent) {
  const at = new Date().toISOString();
  const meta = { at, by: CADRE, ruleVersion: RULES, recordedAt: at, command: { id: randomUUID(), type: 'report-issue' } };
  const messages = readyReport(issueId, sent).map(({ type, schema, data }, index) => asMessage({ type, schema, meta: { ...meta, index }, data }));
  const { lastEventGlobalPosition } = await store.appendToStream(`issue/${issueId}`, messages, { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' });
  return Number(lastEventGlobalPosition);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return streams.add(response);
  void textOf(request).then(async (text) => {
    const issueId = randomUUID();
    const position = await take(issueId, JSON.parse(text));
    const answer = JSON.stringify({ issueId, position });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
    streams.tell(position, readyRow(issueId));
  }).catch((error) => response.writeHead(500, { 'content-length': 0 }).end(void console.error(error)));
});
// The first document makes the collection, and of several at once all but one would fail at that.
await take(randomUUID(), {});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('open'));
closeOnTerm(server, async () => {
  await store.close();
  await pool.end();
});
