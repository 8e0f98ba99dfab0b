import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

export function whoeverIsComplainedOfIsNotResponsible(responsible: string, issue: KnownIssue): Refused {
  return issue.complainedOf === responsible ? refuse('responsible-complained-of') : undefined;
}
