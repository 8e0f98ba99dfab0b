import { refuse, type Instant } from '#kernel';
import type { Refused } from './refused.js';

export function anAnswerComesAfterTheQuestion(heardAt: Instant, answeredAt: Instant | undefined, now: Instant): Refused {
  if (answeredAt === undefined) return undefined;
  if (answeredAt < heardAt) return refuse('answered-before-heard', { heardAt, answeredAt });
  return answeredAt > now ? refuse('answered-in-the-future', { answeredAt }) : undefined;
}
