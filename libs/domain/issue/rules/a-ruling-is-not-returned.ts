import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** Neither what a head has ruled nor what the level above has taken over goes back. */
export function aRulingIsNotReturned(issue: KnownIssue): Refused {
  return issue.ruled ? refuse('ruling-stands') : undefined;
}
