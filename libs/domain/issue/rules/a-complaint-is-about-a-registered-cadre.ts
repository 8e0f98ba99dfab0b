import { refuse } from '#kernel';
import type { IssueFacts } from '../facts.js';
import type { Refused } from './refused.js';

/** A code that nobody has would let whoever is meant handle the complaint about themselves. */
export function aComplaintIsAboutARegisteredCadre(complainedOf: string | undefined, { complainedOfUnknown }: IssueFacts): Refused {
  return complainedOf !== undefined && complainedOfUnknown ? refuse('complained-of-unknown', { cadre: complainedOf }) : undefined;
}
