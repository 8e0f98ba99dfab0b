import { DAY_MS, dateAt, instantAt, nextDate, plusMillis, type CivilDate, type Instant } from '#kernel';
import type { Limit } from '../rulebook/rulebook.js';
import type { CalendarDay, WorkingCalendar } from './calendar.js';

export interface DueMoment {
  readonly dueAt: Instant;
  /** Every day behind the starting one up to the due day; empty for limits of clock time. */
  readonly days: readonly CalendarDay[];
}

const CLOCK_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: DAY_MS } as const;

/**
 * When a limit runs out. Clock limits add time. Limits of working days do not count the day they start on and run out at
 * the end of office hours of the last counted day.
 */
export function deadlineFrom(start: Instant, limit: Limit, calendar: WorkingCalendar): DueMoment {
  if (limit.unit !== 'working-day') return { dueAt: plusMillis(start, limit.amount * CLOCK_MS[limit.unit]), days: [] };
  if (limit.amount === 0) return { dueAt: start, days: [] };
  const days = walk(dateAt(start, calendar.offsetMinutes), limit.amount, 1, calendar);
  return { dueAt: endOfOffice(days, calendar), days };
}

/** The moment that lies a limit before `end`: for working days, the end of office hours of the n-th counted day before. */
export function momentBefore(end: Instant, limit: Limit, calendar: WorkingCalendar): Instant {
  if (limit.unit !== 'working-day') return plusMillis(end, -limit.amount * CLOCK_MS[limit.unit]);
  if (limit.amount === 0) return end;
  return endOfOffice(walk(dateAt(end, calendar.offsetMinutes), limit.amount, -1, calendar), calendar);
}

/** Days behind (or before) a date until `amount` of them counted. */
function walk(from: CivilDate, amount: number, direction: 1 | -1, calendar: WorkingCalendar): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let left = amount, date = from; left > 0;) {
    date = nextDate(date, direction);
    const day = calendar.day(date);
    days.push(day);
    if (day.counts) left -= 1;
  }
  return days;
}

function endOfOffice(days: readonly CalendarDay[], calendar: WorkingCalendar): Instant {
  const last = days[days.length - 1] as CalendarDay;
  return instantAt(last.date, calendar.dayEnds, calendar.offsetMinutes);
}
