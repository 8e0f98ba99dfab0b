import { refuse } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import type { Rulebook } from '../rulebook.js';
import { approvedIn, type RulebookState } from '../state.js';

/**
 * A version holds until the next one begins, so the next may not begin before the last. From the very same moment it
 * may: it then takes the place of one that has never held.
 */
export function versionsDoNotOverlap({ effectiveFrom }: Rulebook, state: RulebookState): Refused {
  const last = approvedIn(state).at(-1);
  return last && effectiveFrom < last.from ? refuse('rulebook-before-the-last-version', { version: last.rules.version, from: last.from }) : undefined;
}
