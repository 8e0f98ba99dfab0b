import { refuse, type Instant } from '#kernel';
import { deadlineFrom } from '../../calendar/deadline-from.js';
import type { IssueFacts } from '../facts.js';
import type { Refused } from './refused.js';

/** Within the window a closed matter can be opened and counted again; after it, it is a new matter. */
export function aClosedIssueRestsAfterItsWindow(closedAt: Instant, now: Instant, { rules, calendar }: IssueFacts): Refused {
  const until = deadlineFrom(closedAt, rules.repeatWindow.value, calendar).dueAt;
  return now > until ? refuse('window-over', { until }) : undefined;
}
