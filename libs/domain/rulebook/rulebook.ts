import type { Instant } from '#kernel';
import type { Level } from '../unit/unit.js';

export type Grade = 'urgent' | 'pressing' | 'general';
export type Horizon = 'current' | 'long-term';
export type Scope = 'individual' | 'general';
/** How closely a household is looked after. */
export type Risk = 'high' | 'key' | 'general';

/** A length of time. Working days are counted on the calendar, everything else on the clock. */
export interface Limit {
  readonly amount: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'working-day';
}

/** What the clock waits for on an issue. One of each kind can stand at a time. */
export type DeadlineKind = 'dispatch' | 'sign' | 'first-contact' | 'handling' | 'verdict';

export const DEADLINE_KINDS: readonly DeadlineKind[] = ['dispatch', 'sign', 'first-contact', 'handling', 'verdict'];

/** What passing a step of a deadline does. `due` is the deadline itself: it is recorded as missed and urged. */
export type StepAct = 'warn' | 'due' | 'tell-unit-head' | 'tell-supervisor' | 'take-over';

/** One step of a ladder, `offset` from the due moment; `before: true` counts backwards. */
export interface LadderStep {
  readonly act: StepAct;
  readonly offset: Limit;
  readonly before?: true;
}

/** A figure of the rulebook with where it comes from. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

/**
 * Every number of the campaign, as one dated version. Which of them something uses already stands in figures.ts; a new
 * number needs a line there, one in validate.ts, its name in the terms catalogue and an upcaster for versions on record.
 */
export interface Rulebook {
  readonly version: string;
  /** From this moment. A version that is approved is never effective in the past. */
  readonly effectiveFrom: Instant;
  readonly dispatch: Sourced<Readonly<Record<Grade, Limit>>>;
  readonly sign: Sourced<Limit>;
  readonly firstContact: Sourced<Limit>;
  readonly handling: Sourced<Readonly<Record<Level, Limit>>>;
  /** Handling of a matter that was approved as complex. */
  readonly complexHandling: Sourced<Limit>;
  /** Handling again after "not resolved". */
  readonly rehandling: Sourced<Limit>;
  /** How long a level has to answer a long-term issue. It is the notice's interval of milestones, which nothing records yet. */
  readonly longTerm: Sourced<Limit>;
  readonly verdict: Sourced<Limit>;
  /** Calls without an answer after which a verdict is "unreached". */
  readonly verdictTries: Sourced<number>;
  readonly ladders: Sourced<Readonly<Record<DeadlineKind, readonly LadderStep[]>>>;
  /** The longest that a unit's clock may stand still in all; the resident's never does. */
  readonly pauseCap: Sourced<Limit>;
  /** How many extensions a deadline may be given, and how many levels up they are approved. */
  readonly extension: Sourced<{ readonly quota: number; readonly levelsUp: number }>;
  /** How long after closing a repeat report still counts, and a closed issue can be reopened. */
  readonly repeatWindow: Sourced<Limit>;
  /** Returns after which the next dispatch is a ruling that cannot be returned. */
  readonly returnsBeforeRuling: Sourced<number>;
  /** The report, unexplained and unresolved, at which an accountability case opens. */
  readonly accountabilityReports: Sourced<number>;
  /** So many households of one unit with one topic within the window: a general issue is proposed. */
  readonly radar: Sourced<{ readonly households: number; readonly window: Limit }>;
  /** Distinct days a month that each cadre is at the grassroots. */
  readonly visitDays: Sourced<number>;
  /** The longest time between two visits of a household, by its risk. */
  readonly careRhythm: Sourced<Readonly<Record<Risk, Limit>>>;
  /** Until when a change in life (illness, death, loss of work) asks for a visit. */
  readonly lifeEvent: Sourced<Limit>;
  readonly rectification: Sourced<Limit>;
  /** Until when somebody else looks again at what was put right. */
  readonly recheck: Sourced<Limit>;
  readonly score: Sourced<{ readonly inTime: number; readonly resolved: number; readonly satisfied: number; readonly bands: readonly number[] }>;
  /** The version of the working calendar that new deadlines are counted on. */
  readonly calendar: Sourced<string>;
  /** How long before the calendar's data end the warning begins. */
  readonly calendarWarning: Sourced<Limit>;
}
