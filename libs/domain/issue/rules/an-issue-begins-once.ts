import { refuse } from '#kernel';
import type { IssueState } from '../state.js';
import type { Refused } from './refused.js';

export function anIssueBeginsOnce(state: IssueState): Refused {
  return state.status === 'none' ? undefined : refuse('issue-already-reported', { number: state.number });
}
