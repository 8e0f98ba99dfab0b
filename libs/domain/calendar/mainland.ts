import { nextDate, weekdayOf, type CivilDate } from '#kernel';
import type { CalendarDay, WorkingCalendar } from './calendar.js';
import { MAINLAND, MAINLAND_YEARS } from './mainland-data.js';

type Special = Pick<CalendarDay, 'counts' | 'reason' | 'holiday'>;

/** Mainland China's working calendar with make-up workdays, from this project's own data. */
export function workingCalendar(): WorkingCalendar {
  return MAINLAND_CALENDAR;
}

const SPECIAL_DAYS: ReadonlyMap<CivilDate, Special> = new Map(Object.entries(MAINLAND_YEARS).flatMap(([year, { off, makeUp }]): [CivilDate, Special][] => [
  ...datesOf(year, off).map(([date, holiday]): [CivilDate, Special] => [date, { counts: false, reason: 'holiday', holiday }]),
  ...datesOf(year, makeUp).map(([date, holiday]): [CivilDate, Special] => [date, { counts: true, reason: 'make-up-workday', holiday }]),
]));

const MAINLAND_CALENDAR: WorkingCalendar = {
  ...MAINLAND,
  day(date) {
    const special = SPECIAL_DAYS.get(date);
    if (special) return { date, ...special };
    const weekend = weekdayOf(date) % 6 === 0;
    if (date < MAINLAND.coveredFrom || date > MAINLAND.coveredTo) {
      return { date, counts: !weekend, reason: weekend ? 'uncovered-weekend' : 'uncovered-workday' };
    }
    return { date, counts: !weekend, reason: weekend ? 'weekend' : 'workday' };
  },
};

function datesOf(year: string, list: string): (readonly [CivilDate, string])[] {
  return list.split(', ').flatMap((entry) => {
    const [holiday = '', span = ''] = entry.split(' ');
    const [first = '', last = first] = span.split('..').map((monthAndDay) => `${year}-${monthAndDay}`);
    const dates: (readonly [CivilDate, string])[] = [];
    for (let date = first; date <= last; date = nextDate(date)) dates.push([date, holiday]);
    return dates;
  });
}
