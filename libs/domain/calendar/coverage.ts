import { DAY_MS, dateAt, instantAt, millisOf, nextDate, type CivilDate, type Instant } from '#kernel';
import type { Limit } from '../rulebook/rulebook.js';
import type { WorkingCalendar } from './calendar.js';
import { momentBefore } from './deadline-from.js';

/** How far a calendar still reaches. `ending`: within the warning time; `ended`: new deadlines count days it does not know. */
export interface Coverage {
  readonly calendar: string;
  readonly status: 'covered' | 'ending' | 'ended';
  readonly coveredTo: CivilDate;
  /** Whole days from today to the last covered one: 0 on that day itself, below 0 after it. */
  readonly daysLeft: number;
}

export function coverageAt(moment: Instant, calendar: WorkingCalendar, warnBefore: Limit): Coverage {
  const { version, coveredTo, offsetMinutes } = calendar;
  const today = dateAt(moment, offsetMinutes);
  const end = instantAt(nextDate(coveredTo), '00:00', offsetMinutes);
  const status = today > coveredTo ? 'ended' : moment >= momentBefore(end, warnBefore, calendar) ? 'ending' : 'covered';
  return { calendar: version, status, coveredTo, daysLeft: (millisOf(`${coveredTo}T00:00:00.000Z`) - millisOf(`${today}T00:00:00.000Z`)) / DAY_MS };
}
