import { refuse, type Instant } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** A request waits for its answer, and an opening lasts until it is over, before the same person may ask again. */
export function aPersonAsksOnceAtATime(cadre: string, at: Instant, issue: KnownIssue): Refused {
  const own = issue.openings.filter(({ asker }) => asker === cadre);
  if (own.some(({ standing }) => standing === 'asked')) return refuse('opening-asked-already');
  const open = own.find(({ until }) => until !== null && until > at);
  return open ? refuse('opening-stands-already', { until: open.until! }) : undefined;
}
