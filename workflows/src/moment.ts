import { millisOf, type Instant } from '#kernel';

/**
 * The workflow's present. Inside a workflow the SDK makes `Date` tell the time of the history, so that a replay sees the
 * same: this is the one place that may read it.
 */
export function presentMillis(): number {
  return Date.now();
}

/** Milliseconds from the workflow's present to a moment; negative when it has passed. */
export function millisUntil(moment: Instant): number {
  return millisOf(moment) - presentMillis();
}
