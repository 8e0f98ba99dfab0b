import { dateAt, refuse, type CivilDate, type Instant } from '#kernel';
import type { Refused } from './refused.js';

export function aPromisedDateIsNotPast(promised: CivilDate | null, now: Instant, offsetMinutes: number): Refused {
  return promised !== null && promised < dateAt(now, offsetMinutes) ? refuse('promised-date-past', { date: promised }) : undefined;
}
