import { refuse } from '#kernel';
import type { IdentityOpening } from '../state.js';
import type { Refused } from './refused.js';

export function anOpeningIsDecidedOnce(opening: IdentityOpening): Refused {
  return opening.standing === 'asked' ? undefined : refuse('opening-decided-already', { standing: opening.standing });
}
