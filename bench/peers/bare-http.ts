import { createServer } from 'node:http';
import { hash, randomUUID } from 'node:crypto';
import { EMPTY_STREAM } from '#event-store';
import { openPostgresStore } from '#event-store/postgres';
import { readyReport, RULES } from './ready-report.js';
import { closeOnTerm, textOf } from './http.js';

/** As little as takes a report over HTTP and keeps it: node's own server, JSON, one append of the same two events. No session, no schema, no decision. */
const store = await openPostgresStore({ url: process.env['DATABASE_URL']! });

const server = createServer((request, response) => {
  void textOf(request).then(async (text) => {
    const issueId = randomUUID();
    const id = randomUUID();
    const outcome = await store.append({
      streamId: `issue/${issueId}`, expected: EMPTY_STREAM, ruleVersion: RULES, command: { id, type: 'report-issue', digest: hash('sha256', text) },
      events: readyReport(issueId, JSON.parse(text) as object),
    });
    if (outcome.status !== 'appended') throw new Error(outcome.status);
    const answer = JSON.stringify({ issueId, commandId: id, revision: outcome.lastRevision, position: outcome.lastPosition });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
  }).catch((error: unknown) => response.writeHead(500, { 'content-length': 0 }).end(void console.error(error)));
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('open'));
closeOnTerm(server, () => store.close());
