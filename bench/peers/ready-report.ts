import { randomUUID } from 'node:crypto';
import { initialIssue, issueDecider, NOTICE, workingCalendar, type IssueCommand } from '#domain';
import { ledgerRowAfter, type LedgerRow } from '#projections';
import { encodeEvent, type EncodedEvent } from '#wire';
import { AREA, CADRE, now, REPORT } from '../harness/office.js';

const at = now();
const sample = { type: 'report-issue', id: randomUUID(), at, by: CADRE, data: { ...REPORT, issueId: randomUUID(), heardAt: at } } as IssueCommand;
const directory = { unit: () => ({ code: AREA, level: 'community', kind: 'area', parent: null }) as const };
const decision = issueDecider.decide(sample, initialIssue, { rules: NOTICE, calendar: workingCalendar(), directory });
if (!decision.accepted) throw new Error('the sample report was refused');
const [first, ...others] = decision.events.map(encodeEvent);

export const RULES = NOTICE.version;

/** The events of a report that was decided once and for all: nothing is judged, what was sent is taken as it is. */
export function readyReport(issueId: string, sent: object): readonly EncodedEvent[] {
  return [{ ...first!, data: { ...(first!.data as object), ...sent, issueId } }, ...others];
}

const { state, ...row } = decision.events.reduce<LedgerRow | null>((before, event) => ledgerRowAfter(before, event, 0), null)!;

/** The row that a ledger shows of it, as JSON. */
export function readyRow(issueId: string): string {
  return JSON.stringify({ ...row, issueId, number: state.status === 'none' ? '' : state.number });
}
