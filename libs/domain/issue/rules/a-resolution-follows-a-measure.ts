import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** No answer without a measure, a responsible person and a date on record before it. */
export function aResolutionFollowsAMeasure(issue: KnownIssue): Refused {
  return issue.measure === null ? refuse('measure-missing') : undefined;
}
