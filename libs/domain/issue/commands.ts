import type { CivilDate, Command, Instant } from '#kernel';
import type {
  Attitude, Channel, Classification, CloseGround, Evidence, ExplainGround, ReadingPurpose, ReopenGround, Reporter, ReturnGround,
} from './events.js';

type C<Type extends string, Data> = Command<Type, Data & { readonly issueId: string }>;

export type ReportIssue = C<'report-issue', {
  readonly channel: Channel;
  readonly title: string;
  readonly text: string;
  readonly area: string;
  readonly household?: string;
  readonly reporter?: Reporter;
  /** Keep who it was under a key of its own, for two people to open. */
  readonly sealedIdentity?: boolean;
  /** The cadre whom the matter complains of. */
  readonly complainedOf?: string;
  readonly heardBy?: string;
  readonly heardAt: Instant;
  readonly sourceRef?: string;
}>;
export type RegisterIssue = C<'register-issue', Classification>;
export type ReclassifyIssue = C<'reclassify-issue', Classification & {
  readonly reason: string;
  /** The class that is to be changed. Refused when another stands by then: a repetition takes back nobody's later change. */
  readonly from?: Classification;
}>;
export type DispatchIssue = C<'dispatch-issue', { readonly unit: string; readonly note?: string }>;
export type SignForAssignment = C<'sign-for-assignment', object>;
export type ReturnAssignment = C<'return-assignment', { readonly ground: ReturnGround; readonly note: string }>;
export type SetMeasure = C<'set-measure', { readonly measure: string; readonly responsible: string; readonly doneBy: CivilDate }>;
export type RecordContact = C<'record-contact', { readonly reached: boolean; readonly note: string }>;
export type ResolveIssue = C<'resolve-issue', { readonly summary: string; readonly evidence: readonly Evidence[] }>;
export type ExplainIssue = C<'explain-issue', {
  readonly ground: ExplainGround;
  readonly explanation: string;
  readonly toldTo: string;
  readonly understood: boolean;
  readonly nextLook: CivilDate | null;
}>;
export type AskForSupport = C<'ask-for-support', { readonly reason: string }>;
export type TakeOverIssue = C<'take-over-issue', object>;
export type UrgeIssue = C<'urge-issue', { readonly note: string }>;
export type RepeatReport = C<'repeat-report', { readonly channel: Channel; readonly text: string }>;
export type RecordVerdict = C<'record-verdict', {
  readonly contacted: boolean;
  readonly resolved: boolean | null;
  readonly satisfied: boolean | null;
  readonly attitude: Attitude | null;
  readonly comment: string;
}>;
export type ReopenIssue = C<'reopen-issue', { readonly ground: ReopenGround; readonly note: string }>;
export type CloseIssue = C<'close-issue', { readonly ground: Extract<CloseGround, 'declined' | 'duplicate'>; readonly note: string }>;
export type WithdrawIssue = C<'withdraw-issue', { readonly reason: string }>;
export type AskToOpenIdentity = C<'ask-to-open-identity', { readonly purpose: ReadingPurpose; readonly reason: string }>;
export type ApproveOpening = C<'approve-opening', { readonly opening: string }>;
export type RefuseOpening = C<'refuse-opening', { readonly opening: string; readonly reason: string }>;
/** Given by the clock alone. Refused unless the step still stands in the record and its moment has come. */
export type PassDeadline = C<'pass-deadline', { readonly deadline: string; readonly step: string }>;
/** A finished or open matter of another system, written with the times it happened. Deadlines are set for measuring; none of their steps are armed. */
export type ImportIssue = C<'import-issue', {
  readonly source: string;
  readonly sourceRef: string;
  readonly title: string;
  readonly text: string;
  readonly area: string;
  readonly unit: string;
  readonly reporter?: Reporter;
  readonly sealedIdentity?: boolean;
  readonly heardAt: Instant;
  readonly classification: Classification;
  readonly answer?: { readonly text: string; readonly at: Instant };
  /** Arm the clock for a matter that is still open, with limits that run from the command's moment. */
  readonly startClock: boolean;
}>;
/** The reply of the other system to a matter that was imported open, with the time it was given. */
export type ImportReply = C<'import-reply', { readonly source: string; readonly sourceRef: string; readonly answer: { readonly text: string; readonly at: Instant } }>;

export type IssueCommand =
  | ReportIssue | RegisterIssue | ReclassifyIssue | DispatchIssue | SignForAssignment | ReturnAssignment | SetMeasure
  | RecordContact | ResolveIssue | ExplainIssue | AskForSupport | TakeOverIssue | UrgeIssue | RepeatReport
  | RecordVerdict | ReopenIssue | CloseIssue | WithdrawIssue | AskToOpenIdentity | ApproveOpening | RefuseOpening | PassDeadline | ImportIssue | ImportReply;
