import { refuse, type Actor } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

export function aHandlerGivesNoVerdict(by: Actor, issue: KnownIssue): Refused {
  return by.kind === 'cadre' && issue.handlers.includes(by.cadre) ? refuse('verdict-by-handler') : undefined;
}
