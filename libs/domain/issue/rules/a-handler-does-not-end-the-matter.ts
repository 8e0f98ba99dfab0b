import { refuse, type Actor } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** Closed or withdrawn by the one who handled it, it would end without the verdict that he may not give. */
export function aHandlerDoesNotEndTheMatter(by: Actor, issue: KnownIssue): Refused {
  return by.kind === 'cadre' && issue.handlers.includes(by.cadre) ? refuse('ended-by-handler') : undefined;
}
