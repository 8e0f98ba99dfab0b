import type { Grade, Limit, Rulebook } from '../rulebook/rulebook.js';
import type { Level } from '../unit/unit.js';
import type { Classification } from './events.js';

/** The grade an issue is measured by until somebody has classed it. */
export const GRADE_BEFORE_REGISTRATION: Grade = 'general';

export function dispatchLimit(rules: Rulebook, classification: Classification | null): Limit {
  return rules.dispatch.value[classification?.grade ?? GRADE_BEFORE_REGISTRATION];
}

/** A long-term issue runs by its milestones wherever it is; a current one by the level that holds it. */
export function handlingLimit(rules: Rulebook, classification: Classification, level: Level): Limit {
  return classification.horizon === 'long-term' ? rules.longTerm.value : rules.handling.value[level];
}
