import type { Grade, Limit, Rulebook } from '../rulebook/rulebook.js';
import type { Level } from '../unit/unit.js';
import type { Classification } from './events.js';

/** The grade an issue is measured by until somebody has classed it. */
export const GRADE_BEFORE_REGISTRATION: Grade = 'general';

export function dispatchLimit(rules: Rulebook, classification: Classification | null): Limit {
  return rules.dispatch.value[classification?.grade ?? GRADE_BEFORE_REGISTRATION];
}

/**
 * A current issue runs by the level that holds it, or, `handledAgain` by the unit whose answer did not settle it, by the limit for
 * that. A long-term one runs by one limit at every level. No command records a milestone yet, so none renews that limit: what is
 * not answered within it goes up like any other.
 */
export function handlingLimit(rules: Rulebook, { horizon }: Classification, level: Level, handledAgain: boolean): Limit {
  if (horizon === 'long-term') return rules.longTerm.value;
  return handledAgain ? rules.rehandling.value : rules.handling.value[level];
}
