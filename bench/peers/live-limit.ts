import { createServer } from 'node:http';
import { hash, randomUUID } from 'node:crypto';
import { openPool } from '#database';
import { EMPTY_STREAM } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import { closeOnTerm, textOf } from './http.js';
import { readyReport, readyRow, RULES } from './ready-report.js';
import { Streams } from './streams.js';

/**
 * As little as shows a report that was taken: one append through the product's store, the answer, one commit of one ready row,
 * one write into each open stream. The row's commit waits for no flush, as the product's does not.
 */
const store = await openPostgresStore({ url: process.env['DATABASE_URL']! });
const pool = openPool(process.env['DATABASE_URL']!, { name: 'bench-live-limit', max: 16 });
pool.on('connect', (client) => void client.query('set synchronous_commit = off'));
await pool.query('create table shown (issue_id text primary key, position bigint not null, row json not null)');
const streams = new Streams();

async function show(issueId: string, position: number): Promise<void> {
  const row = readyRow(issueId);
  await pool.query({ name: 'show', text: 'insert into shown (issue_id, position, row) values ($1, $2, $3)', values: [issueId, position, row] });
  streams.tell(position, row);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return streams.add(response);
  void textOf(request).then(async (text) => {
    const issueId = randomUUID();
    const outcome = await store.append({
      streamId: `issue/${issueId}`, expected: EMPTY_STREAM, ruleVersion: RULES, command: { id: randomUUID(), type: 'report-issue', digest: hash('sha256', text) },
      events: readyReport(issueId, JSON.parse(text) as object),
    });
    if (outcome.status !== 'appended') throw new Error(outcome.status);
    const answer = JSON.stringify({ issueId, position: outcome.lastPosition });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
    await show(issueId, outcome.lastPosition);
  }).catch((error: unknown) => response.writeHead(500, { 'content-length': 0 }).end(void console.error(error)));
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('open'));
closeOnTerm(server, async () => {
  await store.close();
  await pool.end();
});
