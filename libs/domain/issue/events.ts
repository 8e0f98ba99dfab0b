import type { CivilDate, DomainEvent, Instant } from '#kernel';
import type { CalendarDay } from '../calendar/calendar.js';
import type { DeadlineKind, Grade, Horizon, Limit, Scope, StepAct } from '../rulebook/rulebook.js';
import type { Level } from '../unit/unit.js';

export type Channel = 'visit' | 'window' | 'hotline' | 'online' | 'letter' | 'transfer';
export const CHANNELS: readonly Channel[] = ['visit', 'window', 'hotline', 'online', 'letter', 'transfer'];

/** Where a unit stands in the tree: enough to name a holder. */
export interface Holder {
  readonly unit: string;
  readonly level: Level;
}

/** Who brought the matter. All of it is personal data. */
export interface Reporter {
  readonly name?: string;
  readonly phone?: string;
  readonly address?: string;
  /** The person for whom it was brought, when that is someone else. */
  readonly onBehalfOf?: string;
}

export interface Classification {
  readonly scope: Scope;
  readonly horizon: Horizon;
  /** Code in the topic tree, `level1/level2/level3`. */
  readonly topic: string;
  readonly grade: Grade;
}

export interface Evidence {
  readonly kind: 'note' | 'photo' | 'document';
  /** What it shows, or where it is kept. */
  readonly text: string;
}

/** One absolute moment of a deadline's ladder. `id` is unique in the issue for ever: a step passes once. */
export interface DeadlineStep {
  readonly id: string;
  readonly act: StepAct;
  readonly at: Instant;
}

/** A deadline that explains itself: no later edit of rules or calendar moves it. */
export interface Deadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly unit: string;
  readonly level: Level;
  /** When the limit began to run. */
  readonly from: Instant;
  readonly dueAt: Instant;
  readonly limit: Limit;
  /** The day-by-day sum, for limits of working days: every day behind the starting one up to the due day. */
  readonly days: readonly CalendarDay[];
  readonly calendarVersion: string;
  readonly ruleVersion: string;
  /** In the order of time. */
  readonly steps: readonly DeadlineStep[];
}

export type UrgeGround = 'overdue' | 'supervisor' | 'resident';
export type ReturnGround = 'not-our-duty' | 'wrong-area' | 'not-enough-information' | 'duplicate';
export type TakeOverGround = 'overdue' | 'asked' | 'ordered';
export type ExplainGround = 'against-policy' | 'no-legal-basis' | 'beyond-means' | 'in-court' | 'not-factual';
export type CloseGround = 'satisfied' | 'accepted' | 'unreached' | 'declined' | 'duplicate' | 'imported';
export type ReopenGround = 'not-resolved' | 'reported-again' | 'supervisor';
export type Attitude = 'good' | 'fair' | 'poor';

/** What somebody reads who brought a matter for. */
export type ReadingPurpose = 'contact-resident' | 'call-back' | 'complaint-handling' | 'audit' | 'legal-request' | 'danger';

type E<Type extends string, Data> = DomainEvent<Type, Data>;

export type IssueReported = E<'IssueReported', {
  readonly issueId: string;
  /** For people to read out: `YYYYMMDD-` and five letters or digits. */
  readonly number: string;
  readonly channel: Channel;
  readonly title: string;
  readonly text: string;
  /** The community or village that the matter is about, or the lowest unit known. */
  readonly area: string;
  readonly level: Level;
  readonly household?: string;
  readonly reporter?: Reporter;
  /** The reporter is read by whoever two people have opened it to, and by nobody else. */
  readonly sealedIdentity?: true;
  /** The cadre whom the matter complains of. */
  readonly complainedOf?: string;
  /** The cadre who heard it. */
  readonly heardBy?: string;
  /** The resident's clock starts here and never pauses. */
  readonly heardAt: Instant;
  /** Reference in the system it was imported from. */
  readonly sourceRef?: string;
}>;
export type IssueRegistered = E<'IssueRegistered', Classification>;
export type IssueReclassified = E<'IssueReclassified', Classification & { readonly reason: string }>;
export type IssueDispatched = E<'IssueDispatched', Holder & { readonly from: string; readonly ruling: boolean; readonly note?: string }>;
export type AssignmentSignedFor = E<'AssignmentSignedFor', { readonly unit: string; readonly cadre: string }>;
export type AssignmentReturned = E<'AssignmentReturned', { 
  readonly unit: string;
  /** The unit that had dispatched it, and its level. */
  readonly to: string;
  readonly level: Level;
  readonly ground: ReturnGround;
  readonly note: string;
  readonly count: number;
}>;
export type MeasureSet = E<'MeasureSet', { readonly measure: string; readonly responsible: string; readonly doneBy: CivilDate }>;
export type ContactRecorded = E<'ContactRecorded', { readonly reached: boolean; readonly note: string }>;
export type IssueResolved = E<'IssueResolved', { readonly summary: string; readonly evidence: readonly Evidence[]; readonly inTime: boolean | null }>;
export type IssueExplained = E<'IssueExplained', {
  readonly ground: ExplainGround;
  readonly explanation: string;
  readonly toldTo: string;
  readonly understood: boolean;
  readonly nextLook: CivilDate | null;
  readonly inTime: boolean | null;
}>;
export type SupportAsked = E<'SupportAsked', { readonly from: string; readonly to: string; readonly reason: string }>;
/**
 * The level above holds the issue from now on; all deadlines of the unit below are gone. Before registration it stays
 * `reported` there; registered, returned or dispatched it counts as `dispatched` to that unit; in handling it stays there. Until it signs or sets a measure, that unit may dispatch it to one of its own.
 */
export type IssueTakenOver = E<'IssueTakenOver', { readonly from: Holder; readonly to: Holder; readonly ground: TakeOverGround }>;
export type SupervisionOrdered = E<'SupervisionOrdered', Holder>;
export type IssueUrged = E<'IssueUrged', { readonly unit: string; readonly ground: UrgeGround; readonly note?: string }>;
export type ReportRepeated = E<'ReportRepeated', { readonly channel: Channel; readonly text: string; readonly count: number }>;
export type VerdictRecorded = E<'VerdictRecorded', {
  readonly cycle: number;
  readonly attempt: number;
  readonly contacted: boolean;
  /** Null when nobody was reached. */
  readonly resolved: boolean | null;
  readonly satisfied: boolean | null;
  readonly attitude: Attitude | null;
  readonly comment: string;
}>;
export type IssueReopened = E<'IssueReopened', Holder & {
  readonly cycle: number;
  readonly ground: ReopenGround;
  readonly note: string;
  /** Where a matter stood that was closed without an answer. Absent: it is handled again, or was never dispatched. */
  readonly to?: 'returned' | 'dispatched';
}>;
export type IssueClosed = E<'IssueClosed', { readonly ground: CloseGround; readonly note: string }>;
export type IssueWithdrawn = E<'IssueWithdrawn', { readonly reason: string }>;

/** Somebody asks to read a sealed identity; `opening` names the request. */
export type IdentityOpeningAsked = E<'IdentityOpeningAsked', { readonly opening: string; readonly asker: string; readonly purpose: ReadingPurpose; readonly reason: string }>;
/** A second person lets the one who asked, and nobody else, read it until then. */
export type IdentityOpeningApproved = E<'IdentityOpeningApproved', { readonly opening: string; readonly asker: string; readonly until: Instant }>;
export type IdentityOpeningRefused = E<'IdentityOpeningRefused', { readonly opening: string; readonly asker: string; readonly reason: string }>;

export type DeadlineSet = E<'DeadlineSet', Deadline>;
/** A step of a deadline passed; the step's effect follows in the same group of events. */
export type DeadlineStepPassed = E<'DeadlineStepPassed', { readonly deadline: string; readonly step: string; readonly kind: DeadlineKind; readonly act: StepAct; readonly unit: string; readonly level: Level; readonly dueAt: Instant }>;

export type IssueEvent =
  | IssueReported | IssueRegistered | IssueReclassified | IssueDispatched | AssignmentSignedFor | AssignmentReturned
  | MeasureSet | ContactRecorded | IssueResolved | IssueExplained | SupportAsked | IssueTakenOver | SupervisionOrdered
  | IssueUrged | ReportRepeated | VerdictRecorded | IssueReopened | IssueClosed | IssueWithdrawn
  | IdentityOpeningAsked | IdentityOpeningApproved | IdentityOpeningRefused
  | DeadlineSet | DeadlineStepPassed;
