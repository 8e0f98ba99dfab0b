import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** Whoever a matter complains of neither reads who brought it nor has a part in opening that. */
export function nobodyComplainedOfLearnsByWhom(cadre: string, issue: KnownIssue): Refused {
  return issue.complainedOf === cadre ? refuse('complained-of') : undefined;
}
