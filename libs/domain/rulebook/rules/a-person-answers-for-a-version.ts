import { refuse, type Actor } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';

/** Two names typed by one operator are no two persons: proposals are made and decided by cadres, each by their own post. */
export function aPersonAnswersForAVersion(by: Actor): Refused {
  return by.kind === 'cadre' ? undefined : refuse('rulebook-needs-a-person');
}
