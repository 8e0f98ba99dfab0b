import type { LedgerLine } from '#audit';
import type { IssueEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Asker, Read, Scope } from '#projections';
import { decodeEvent, type api } from '#wire';
import { everyPage } from './every-page.js';
import type { Standpoint } from './standpoint.js';
import { streamOf } from './streams.js';

export type LedgerFilter = Omit<api.LedgerQuery, 'cursor' | 'limit' | 'asOf'>;

/** Every issue that was heard, whenever. */
const ALWAYS = { by: 'unit', from: '1900-01-01', to: '2999-12-31' } as const;
const PAGE = 200;
/** Histories that are read at once. */
const AT_ONCE = 16;

/** How many issues the ledger holds within the scope, or the unit of it, without any other filter. */
export async function countIssues({ readModels, now }: Pick<Standpoint, 'readModels' | 'now'>, unit: string | undefined, scope: Scope): Promise<number> {
  const { total } = await readModels.figures({ ...ALWAYS, ...(unit === undefined ? {} : { unit }) }, scope, now());
  return total.received;
}

/** The issues that the ledger finds, a page at a time, each with what its own history tells up to where the row stands. */
export async function* everyIssue({ readModels, store, now }: Standpoint, filter: LedgerFilter, scope: Scope, asker?: Asker): AsyncGenerator<readonly LedgerLine[]> {
  for await (const { rows } of everyPage((from) => readModels.ledger({ ...filter, ...from, limit: PAGE }, scope, now(), asker))) yield await linesOf(rows, store);
}

async function linesOf(rows: Read<api.LedgerPage>['rows'], store: Standpoint['store']): Promise<readonly LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    lines.push(...await Promise.all(rows.slice(first, first + AT_ONCE).map(async (row) => lineOf(row, (await store.readStream(streamOf.issue(row.issueId))).events))));
  }
  return lines;
}

function lineOf(row: api.IssueRow, history: readonly RecordedEvent[]): LedgerLine {
  const events = history.filter(({ position }) => position <= row.position).map((recorded) => decodeEvent(recorded) as IssueEvent);
  const reported = events.find((event) => event.type === 'IssueReported');
  const measure = row.responsible === null ? undefined : events.findLast((event) => event.type === 'MeasureSet');
  const answer = row.answer === null ? undefined : events.findLast((event) => event.type === 'IssueResolved' || event.type === 'IssueExplained');
  return {
    row, channel: reported?.data.channel ?? 'transfer', measure: measure?.data.measure ?? null,
    ground: answer?.type === 'IssueExplained' ? answer.data.ground : null,
    answerText: answer === undefined ? null : answer.type === 'IssueResolved' ? answer.data.summary : answer.data.explanation,
  };
}
