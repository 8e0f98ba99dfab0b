import { refuse } from '#kernel';
import type { IssueFacts } from '../facts.js';
import type { Refused } from './refused.js';

/** A code that nobody has would let whoever is meant handle the complaint about themselves. */
export function aComplaintIsAboutARegisteredCadre(complainedOf: string | undefined, { unknownCadres }: IssueFacts): Refused {
  return complainedOf !== undefined && unknownCadres?.includes(complainedOf) ? refuse('complained-of-unknown', { cadre: complainedOf }) : undefined;
}
