import type { Instant } from '#kernel';
import type { Level } from '../unit/unit.js';

export type Grade = 'urgent' | 'pressing' | 'general';
export type Horizon = 'current' | 'long-term';
export type Scope = 'individual' | 'general';

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

/** Every number the rules use, as one dated version. */
export interface Rulebook {
  readonly version: string;
  /** From this moment, but never before the adoption is on record; see versions.ts. */
  readonly effectiveFrom: Instant;
  readonly dispatch: Sourced<Readonly<Record<Grade, Limit>>>;
  readonly sign: Sourced<Limit>;
  readonly firstContact: Sourced<Limit>;
  readonly handling: Sourced<Readonly<Record<Level, Limit>>>;
  /** Handling again after "not resolved". */
  readonly rehandling: Sourced<Limit>;
  /** A long-term issue shows a milestone at least this often. */
  readonly longTerm: Sourced<Limit>;
  readonly verdict: Sourced<Limit>;
  /** Calls without an answer after which a verdict is "unreached". */
  readonly verdictTries: Sourced<number>;
  readonly ladders: Sourced<Readonly<Record<DeadlineKind, readonly LadderStep[]>>>;
  /** How long after closing a repeat report still counts, and a closed issue can be reopened. */
  readonly repeatWindow: Sourced<Limit>;
  /** Returns after which the next dispatch is a ruling that cannot be returned. */
  readonly returnsBeforeRuling: Sourced<number>;
  readonly score: Sourced<{ readonly inTime: number; readonly resolved: number; readonly satisfied: number; readonly bands: readonly number[] }>;
}
