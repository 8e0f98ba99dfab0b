import type { StepAnswer } from '#wire/clock';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The record was away, the keeper has not told of a step that passed, or a clock runs behind: soon, and then less often. */
const FIRST = { unanswered: 10 * SECOND, passed: MINUTE, early: SECOND } as const;
/** However long an outage was, what fell due meanwhile passes this soon after it. */
const LONGEST = 5 * MINUTE;

/** Milliseconds until the record is asked about a step once more, after so many times in vain. */
export function pauseAfter(outcome: Exclude<StepAnswer['outcome'], 'gone'> | 'unanswered', tries: number): number {
  return Math.min(FIRST[outcome] * 2 ** tries, LONGEST);
}
