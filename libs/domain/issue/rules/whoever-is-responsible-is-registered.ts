import { refuse } from '#kernel';
import type { IssueFacts } from '../facts.js';
import type { Refused } from './refused.js';

/** A measure that nobody answers for is none. */
export function whoeverIsResponsibleIsRegistered(responsible: string, { unknownCadres }: IssueFacts): Refused {
  return unknownCadres?.includes(responsible) ? refuse('responsible-unknown', { cadre: responsible }) : undefined;
}
