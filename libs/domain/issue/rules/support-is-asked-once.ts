import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

export function supportIsAskedOnce(issue: KnownIssue): Refused {
  return issue.supportAskedOf === null ? undefined : refuse('support-already-asked', { unit: issue.supportAskedOf });
}
