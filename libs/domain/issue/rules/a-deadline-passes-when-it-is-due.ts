import { refuse, type Instant, type Refusal } from '#kernel';
import type { DeadlineStep } from '../events.js';
import type { KnownIssue, StandingDeadline } from '../state.js';

export type DueStep =
  | { readonly accepted: true; readonly deadline: StandingDeadline; readonly step: DeadlineStep }
  | { readonly accepted: false; readonly refusal: Refusal };

/**
 * The step must still stand in the record, be the next of its deadline, and its moment must have come. Late signals, double
 * timers and second workers all end here: each step passes once, in order.
 */
export function aDeadlinePassesWhenItIsDue(issue: KnownIssue, deadlineId: string, stepId: string, now: Instant): DueStep {
  const deadline = issue.deadlines.find(({ id }) => id === deadlineId);
  const step = deadline?.pending.find(({ id }) => id === stepId);
  if (!deadline || !step) return refuse('deadline-not-standing');
  if (deadline.pending[0] !== step || now < step.at) return refuse('deadline-not-yet-due', { at: step.at });
  return { accepted: true, deadline, step };
}
