import { refuse } from '#kernel';
import { isWithin, type Directory } from '../../unit/unit.js';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** It goes to a department of the unit that took it over, or to an area below: never sideways, and up by the ladder alone. */
export function whatWasTakenOverStaysWithTheTaker(unit: string, { holder }: KnownIssue, directory: Directory): Refused {
  const own = unit !== holder.unit && isWithin(directory, unit, holder.unit);
  return own ? undefined : refuse('not-a-unit-of-the-taker', { unit: holder.unit });
}
