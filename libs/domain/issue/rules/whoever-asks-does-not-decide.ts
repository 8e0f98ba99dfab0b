import { refuse } from '#kernel';
import type { IdentityOpening } from '../state.js';
import type { Refused } from './refused.js';

export function whoeverAsksDoesNotDecide(cadre: string, opening: IdentityOpening): Refused {
  return opening.asker === cadre ? refuse('opening-same-person') : undefined;
}
