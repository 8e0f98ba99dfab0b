import type { CivilDate, Instant } from '#kernel';
import { earliestDue, initialIssue, issueDecider, nextStep, stageOf, type IssueEvent, type IssueState, type KnownIssue } from '#domain';
import type { RecordedEvent } from '#event-store';
import { decodeEvent, type api } from '#wire';
import type { Projection } from '../port.js';
import { issueOfStream } from '../streams.js';
import { toldAfter } from './told.js';

type Shape = api.IssueRow;

/** Every issue, one row each. What depends on the present moment (late or not) is left to the question. */
export interface LedgerRow {
  readonly issueId: string;
  readonly number: string;
  readonly title: string;
  readonly status: Shape['status'];
  readonly stage: Shape['stage'];
  readonly scope: Shape['scope'];
  readonly horizon: Shape['horizon'];
  readonly topic: string | null;
  readonly grade: Shape['grade'];
  readonly area: string;
  /** The unit that answers for it now. */
  readonly unit: string;
  readonly level: Shape['level'];
  /** That unit, and those that held it before and stay co-responsible. */
  readonly holders: readonly string[];
  readonly responsible: string | null;
  readonly measureBy: CivilDate | null;
  readonly heardAt: Instant;
  readonly endedAt: Instant | null;
  /** The answer that stands: a reopened issue has none until it is answered again. */
  readonly answer: Shape['answer'];
  readonly answeredAt: Instant | null;
  readonly inTime: boolean | null;
  /** The units from which the level above took it because it was overdue. */
  readonly lostBy: readonly string[];
  /** What the last verdict said, also of an issue that was opened again by it; null until a resident was reached about the answer that stands. */
  readonly satisfied: boolean | null;
  readonly supervised: boolean;
  /** Somebody asked to read its sealed identity, and no second person has said yes or no. */
  readonly openingAsked: boolean;
  readonly repeats: number;
  readonly returns: number;
  readonly escalations: number;
  readonly urges: number;
  readonly urgedAt: Instant | null;
  /** Null for nothing. */
  readonly told: readonly api.Told[] | null;
  /** The earliest due moment of the deadlines that stand. The issue is overdue from the moment after it. */
  readonly dueAt: Instant | null;
  /** The kind of that deadline. */
  readonly dueKind: NonNullable<Shape['due']>['kind'] | null;
  /** The next step that the clock will take. */
  readonly next: Shape['next'];
  readonly imported: boolean;
  /** Of the last event that changed the row. */
  readonly position: number;
  /** The fold to continue from, without personal data and without the deadlines' day-by-day sums. */
  readonly state: IssueState;
}

const TYPES = {
  IssueReported: true, IssueRegistered: true, IssueReclassified: true, IssueDispatched: true, AssignmentSignedFor: true,
  AssignmentReturned: true, MeasureSet: true, ContactRecorded: true, IssueResolved: true, IssueExplained: true,
  SupportAsked: true, IssueTakenOver: true, SupervisionOrdered: true, IssueUrged: true, ReportRepeated: true,
  VerdictRecorded: true, IssueReopened: true, IssueClosed: true, IssueWithdrawn: true, IdentityOpeningAsked: true, IdentityOpeningApproved: true, IdentityOpeningRefused: true, DeadlineSet: true, DeadlineStepPassed: true,
} as const satisfies Record<IssueEvent['type'], true>;

export const ledgerProjection: Projection<LedgerRow> = {
  name: 'ledger',
  version: 7,
  keyOf: (event) => (event.type in TYPES ? issueOfStream(event.streamId) : null),
  project: (row: LedgerRow | null, recorded: RecordedEvent) => ledgerRowAfter(row, decodeEvent(recorded) as IssueEvent, recorded.position),
};

/** The row after one more event of its issue, on record at this position or thought of. */
export function ledgerRowAfter(row: LedgerRow | null, event: IssueEvent, position: number): LedgerRow | null {
  const state = issueDecider.evolve(row?.state ?? initialIssue, event);
  return state.status === 'none' ? row : rowOf(row, event, state, position);
}

/** Each field by its name: a rebuild makes this row once an event, and putting it together from parts took half its time. */
function rowOf(row: LedgerRow | null, event: IssueEvent, state: KnownIssue, position: number): LedgerRow {
  const { classification, holder, measure } = state;
  const { answer, answeredAt, inTime, satisfied } = answerOf(row, event);
  const due = earliestDue(state);
  const reported = event.type === 'IssueReported';
  return {
    issueId: state.issueId, number: state.number, title: reported ? event.data.title : (row?.title ?? ''),
    status: state.status, stage: stageOf(state.status),
    scope: classification?.scope ?? null, horizon: classification?.horizon ?? null,
    topic: classification?.topic ?? null, grade: classification?.grade ?? null,
    area: state.area, unit: holder.unit, level: holder.level, holders: holdersOf(row, state),
    responsible: measure?.responsible ?? null, measureBy: measure?.doneBy ?? null,
    heardAt: state.heardAt, endedAt: state.status === 'closed' || state.status === 'withdrawn' ? state.closedAt : null,
    answer, answeredAt, inTime, lostBy: lostBy(row, event), satisfied,
    supervised: state.supervised, openingAsked: state.openings.some(({ standing }) => standing === 'asked'), repeats: state.repeats, returns: state.returns, escalations: state.escalations,
    urges: state.urges, urgedAt: event.type === 'IssueUrged' ? event.at : (row?.urgedAt ?? null), told: toldAfter(row, event, state),
    dueAt: due?.dueAt ?? null, dueKind: due?.kind ?? null, next: nextOf(state),
    imported: reported ? event.by.kind === 'import' : (row?.imported ?? false), position, state: compact(state),
  };
}

/** The same list as long as nothing of it changes: rows of a rebuild share it. */
function holdersOf(row: LedgerRow | null, { holder, coResponsible }: KnownIssue): readonly string[] {
  const isSame = row !== null && row.state.status !== 'none' && row.unit === holder.unit && row.state.coResponsible === coResponsible;
  return isSame ? row.holders : [...new Set([holder.unit, ...coResponsible])];
}

const NOBODY: readonly string[] = [];

function lostBy(row: LedgerRow | null, event: IssueEvent): readonly string[] {
  const before = row?.lostBy ?? NOBODY;
  const lost = event.type === 'IssueTakenOver' && event.data.ground === 'overdue' ? event.data.from.unit : null;
  return lost === null || before.includes(lost) ? before : [...before, lost];
}

/** Whether the answer that stands came in time, as it counts for a unit: late for one that let the matter climb, whoever answered it. */
export function inTimeFor({ inTime, lostBy: lost }: Pick<LedgerRow, 'inTime' | 'lostBy'>, unit: string): boolean | null {
  return inTime === true && lost.includes(unit) ? false : inTime;
}

function nextOf(state: KnownIssue): LedgerRow['next'] {
  const step = nextStep(state);
  return step && { kind: step.kind, act: step.act, at: step.at, dueAt: step.dueAt };
}

type Answer = Pick<LedgerRow, 'answer' | 'answeredAt' | 'inTime' | 'satisfied'>;

function answerOf(row: LedgerRow | null, event: IssueEvent): Answer {
  const before: Answer = row
    ? { answer: row.answer, answeredAt: row.answeredAt, inTime: row.inTime, satisfied: row.satisfied }
    : { answer: null, answeredAt: null, inTime: null, satisfied: null };
  switch (event.type) {
    case 'IssueResolved': return { answer: 'resolution', answeredAt: event.at, inTime: event.data.inTime, satisfied: null };
    case 'IssueExplained': return { answer: 'explanation', answeredAt: event.at, inTime: event.data.inTime, satisfied: null };
    case 'IssueReopened': return { ...before, answer: null, answeredAt: null, inTime: null };
    case 'VerdictRecorded': return { ...before, satisfied: event.data.satisfied ?? before.satisfied };
    default: return before;
  }
}

/** A fifth of the size: who reported it and each deadline's days are in the record, and no event's fold asks for them. */
function compact(state: KnownIssue): KnownIssue {
  return { ...state, reporter: null, deadlines: state.deadlines.map((deadline) => (deadline.days.length === 0 ? deadline : { ...deadline, days: [] })) };
}
