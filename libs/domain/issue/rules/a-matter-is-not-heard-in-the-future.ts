import { refuse, type Instant } from '#kernel';
import type { Refused } from './refused.js';

export function aMatterIsNotHeardInTheFuture(heardAt: Instant, now: Instant): Refused {
  return heardAt > now ? refuse('heard-in-the-future', { heardAt }) : undefined;
}
