import type { Instant } from '#kernel';
import type { Classification, Deadline, DeadlineStep, Holder, ReadingPurpose, Reporter } from './events.js';

/** Where an issue is in its life. The order is the order of the life. */
export type Stage = 'intake' | 'assignment' | 'handling' | 'answered' | 'ended';

/** A deadline that stands, with the steps that have not passed yet. */
export interface StandingDeadline extends Deadline {
  readonly pending: readonly DeadlineStep[];
}

/** One person's request to read a sealed identity, and what a second one made of it. */
export interface IdentityOpening {
  readonly id: string;
  readonly asker: string;
  readonly purpose: ReadingPurpose;
  readonly standing: 'asked' | 'approved' | 'refused';
  /** When an approved opening is over; null for any other. */
  readonly until: Instant | null;
}

interface Common {
  readonly issueId: string;
  readonly number: string;
  readonly area: string;
  readonly heardAt: Instant;
  readonly reporter: Reporter | null;
  /** Neither who brought it nor a household is named: nobody can be reached. */
  readonly nobodyNamed: boolean;
  readonly identitySealed: boolean;
  readonly complainedOf: string | null;
  /** In the order in which they were asked for. */
  readonly openings: readonly IdentityOpening[];
  readonly classification: Classification | null;
  /** The unit that answers for the issue now; before dispatch the unit that took it in. */
  readonly holder: Holder;
  /** Units that held it before and stay co-responsible. */
  readonly coResponsible: readonly string[];
  /** The unit that last sent it to the holder, or from which the holder took it; null before the first dispatch. */
  readonly dispatchedBy: string | null;
  readonly signedBy: string | null;
  readonly measure: { readonly responsible: string; readonly doneBy: string } | null;
  /** The resident was reached in this cycle. */
  readonly contacted: boolean;
  /** Times the resident was tried and not reached in this cycle. */
  readonly contactTries: number;
  readonly supportAskedOf: string | null;
  readonly returns: number;
  readonly ruled: boolean;
  readonly repeats: number;
  readonly urges: number;
  readonly escalations: number;
  /** Who took it over last, of whichever cycle: a level that had it does not take it again. */
  readonly takenBy: Holder | null;
  /** That unit has neither signed for it nor set a measure: it may still give it to a unit of its own. */
  readonly mayPassOn: boolean;
  readonly supervised: boolean;
  /** 1 for the first handling, one more for each reopening. */
  readonly cycle: number;
  /** In the hands of the unit whose answer did not settle it: not dispatched anew nor taken over since it was opened again. */
  readonly handledAgain: boolean;
  readonly verdictTries: number;
  /** Every cadre who signed for it, was responsible, contacted the resident or answered: none of them records the verdict. */
  readonly handlers: readonly string[];
  /** At most one of each kind. */
  readonly deadlines: readonly StandingDeadline[];
}

export interface NoIssue { readonly status: 'none' }
export interface Reported extends Common { readonly status: 'reported' }
export interface Registered extends Common { readonly status: 'registered'; readonly classification: Classification }
export interface Dispatched extends Common { readonly status: 'dispatched'; readonly classification: Classification; readonly dispatchedBy: string }
export interface Returned extends Common { readonly status: 'returned'; readonly classification: Classification }
export interface Handling extends Common { readonly status: 'handling'; readonly classification: Classification; readonly dispatchedBy: string }
export interface Answered extends Common { readonly status: 'answered'; readonly classification: Classification; readonly answer: 'resolution' | 'explanation'; readonly answeredAt: Instant }
export interface Closed extends Common { readonly status: 'closed'; readonly closedAt: Instant; readonly endedFrom: Status }
export interface Withdrawn extends Common { readonly status: 'withdrawn'; readonly closedAt: Instant; readonly endedFrom: Status }

/** Taken over, and still to be given to a unit of the taker's own, if it wants to. */
export type IssueToPassOn = (Dispatched | Handling) & { readonly mayPassOn: true };

export type OpenIssue = Reported | Registered | Dispatched | Returned | Handling | Answered;
export type KnownIssue = OpenIssue | Closed | Withdrawn;
export type IssueState = NoIssue | KnownIssue;
export type Status = KnownIssue['status'];

export const initialIssue: IssueState = { status: 'none' };
