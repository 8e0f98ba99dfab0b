import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

export function aHandlerDecidesNoOpening(cadre: string, issue: KnownIssue): Refused {
  return issue.handlers.includes(cadre) ? refuse('opening-by-handler') : undefined;
}
