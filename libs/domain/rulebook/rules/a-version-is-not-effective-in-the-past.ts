import { refuse, type Instant } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import type { Rulebook } from '../rulebook.js';

/** What was decided before a version was approved was decided by the rules that held then. */
export function aVersionIsNotEffectiveInThePast({ version, effectiveFrom }: Rulebook, now: Instant): Refused {
  return effectiveFrom < now ? refuse('rulebook-effective-in-the-past', { version, effectiveFrom }) : undefined;
}
