import { refuse, type Actor } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** Whoever a matter complains of neither handles it, nor learns who brought it, nor has a part in opening that. */
export function nobodyActsOnAComplaintAboutThemselves(by: Actor, issue: KnownIssue): Refused {
  return by.kind === 'cadre' && by.cadre === issue.complainedOf ? refuse('complained-of') : undefined;
}
