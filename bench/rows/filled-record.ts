import { hash, randomUUID } from 'node:crypto';
import { initialIssue, issueDecider, NOTICE, workingCalendar, type IssueCommand, type IssueEvent, type IssueState } from '#domain';
import { EMPTY_STREAM, type StreamHead } from '#event-store';
import { encodeEvent } from '#wire';
import type { Instant } from '#kernel';
import type pg from 'pg';
import { appendParameters, sendBatch } from '../../libs/event-store/postgres/append-batch.js';
import { prepareAppend, type PreparedAppend } from '../../libs/event-store/prepare.js';
import { AREA, CADRE, now, REPORT, type Office } from '../harness/office.js';

/** Issues that are lived side by side, so that a page of the record has events of many. Each step of all is one commit. */
const AT_ONCE = 250;
const FACTS = { rules: NOTICE, calendar: workingCalendar(), directory: { unit: () => ({ code: AREA, level: 'community', kind: 'area', parent: 'street' }) as const } };

/** What is done with an issue, one after the other; every second one is resolved. */
const STEPS: readonly (readonly [IssueCommand['type'], object])[] = [
  ['report-issue', REPORT],
  ['register-issue', { scope: 'individual', horizon: 'current', topic: 'housing/lights', grade: 'general' }],
  ['dispatch-issue', { unit: AREA }],
  ['sign-for-assignment', {}],
  ['record-contact', { reached: true, note: '已電話聯繫居民' }],
  ['set-measure', { measure: '更換燈具', responsible: 'cadre-0', doneBy: '2036-12-01' }],
  ['resolve-issue', { summary: '已修復', evidence: [{ kind: 'note', text: '現場查看' }] }],
];

/** The moment at which an issue is lived, by its number. */
export type MomentOf = (issue: number) => Instant;

interface Life {
  readonly issueId: string;
  readonly at: Instant;
  step: number;
  state: IssueState;
  head: StreamHead;
}

/**
 * Real histories by the domain's own decisions, as many events or a few more, written by the record's own append in large
 * batches: some ten times as fast as commands given one by one.
 */
export async function fillRecord({ pool, store }: Office, events: number, momentOf: MomentOf): Promise<void> {
  let issues = 0;
  const begin = (): Life => ({ issueId: randomUUID(), at: momentOf(issues++), step: 0, state: initialIssue, head: EMPTY_STREAM });
  let lives: readonly Life[] = Array.from({ length: AT_ONCE }, begin);
  const client = await pool.connect();
  try {
    let sending = Promise.resolve();
    for (let written = await store.lastPosition(); written < events;) {
      const recordedAt = now();
      const batch = lives.map((life) => nextStep(life, recordedAt));
      await sending;
      sending = send(client, batch);
      sending.catch(() => undefined);
      written += batch.reduce((sum, append) => sum + append.events.length, 0);
      lives = lives.map((life) => (isOver(life) ? begin() : life));
    }
    await sending;
  } finally {
    client.release();
  }
}

function isOver({ issueId, step }: Life): boolean {
  return step >= STEPS.length - (issueId < '8' ? 0 : 1);
}

function nextStep(life: Life, recordedAt: Instant): PreparedAppend {
  const { issueId, at } = life;
  const [type, data] = STEPS[life.step]!;
  const id = randomUUID();
  const command = { type, id, at, by: CADRE, data: { ...data, issueId, ...(type === 'report-issue' && { heardAt: at }) } } as IssueCommand;
  const decision = issueDecider.decide(command, life.state, FACTS);
  if (!decision.accepted) throw new Error(`${type}: ${JSON.stringify(decision)}`);
  const append = prepareAppend({
    streamId: `issue/${issueId}`, expected: life.head, ruleVersion: NOTICE.version, command: { id, type, digest: hash('sha256', id) }, events: decision.events.map(encodeEvent),
  }, recordedAt);
  life.state = decision.events.reduce((state: IssueState, event: IssueEvent) => issueDecider.evolve(state, event), life.state);
  life.step += 1;
  const last = append.events.at(-1)!;
  life.head = { revision: last.revision, hash: last.hash.toString('hex') };
  return append;
}

async function send(client: pg.ClientBase, batch: readonly PreparedAppend[]): Promise<void> {
  const outcomes = await sendBatch(client, batch, appendParameters(batch), { timeoutMs: 60_000, again: false });
  const other = outcomes.find(({ status }) => status !== 'appended');
  if (other) throw new Error(`the record was not filled: ${other.status}`);
}
