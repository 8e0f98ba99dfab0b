import { refuse, type Actor } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import { approvedIn, type RulebookState } from '../state.js';

/** At installation nobody has an account yet, so the operator may adopt the figures that the office begins with. */
export function onlyTheFirstVersionIsAdoptedInOneStep(by: Actor, state: RulebookState): Refused {
  const isFirst = approvedIn(state).length === 0;
  return by.kind === 'operator' && isFirst ? undefined : refuse('rulebook-needs-two-persons');
}
