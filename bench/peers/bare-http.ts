import { createServer, type IncomingMessage } from 'node:http';
import { hash, randomUUID } from 'node:crypto';
import { EMPTY_STREAM } from '#event-store';
import { initialIssue, issueDecider, NOTICE, workingCalendar, type IssueCommand } from '#domain';
import { openPostgresStore } from '#event-store/postgres';
import { encodeEvent } from '#wire';
import { AREA, CADRE, now, REPORT } from '../harness/office.js';

/** As little as takes a report over HTTP and keeps it: node's own server, JSON, one append of the same two events. No session, no schema, no decision. */
const store = await openPostgresStore({ url: process.env['DATABASE_URL']! });
const at = now();
const sample = { type: 'report-issue', id: randomUUID(), at, by: CADRE, data: { ...REPORT, issueId: randomUUID(), heardAt: at } } as IssueCommand;
const directory = { unit: () => ({ code: AREA, level: 'community', kind: 'area', parent: null }) as const };
const decision = issueDecider.decide(sample, initialIssue, { rules: NOTICE, calendar: workingCalendar(), directory });
if (!decision.accepted) throw new Error('the sample report was refused');
const [first, ...others] = decision.events.map(encodeEvent);

async function textOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk as string;
  return text;
}

const server = createServer((request, response) => {
  void textOf(request).then(async (text) => {
    const body = JSON.parse(text) as object;
    const issueId = randomUUID();
    const id = randomUUID();
    const outcome = await store.append({
      streamId: `issue/${issueId}`, expected: EMPTY_STREAM, ruleVersion: NOTICE.version, command: { id, type: 'report-issue', digest: hash('sha256', text) },
      events: [{ ...first!, data: { ...(first!.data as object), ...body, issueId } }, ...others],
    });
    if (outcome.status !== 'appended') throw new Error(outcome.status);
    const answer = JSON.stringify({ issueId, commandId: id, revision: outcome.lastRevision, position: outcome.lastPosition });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
  }).catch((error: unknown) => response.writeHead(500, { 'content-length': 0 }).end(void console.error(error)));
});
// Connections rest while the other sides have their turn.
server.keepAliveTimeout = 300_000;
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('open'));
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => void store.close().then(() => process.exit(0)));
});
