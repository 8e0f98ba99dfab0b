import { nextDate, weekdayOf, type CivilDate } from '#kernel';
import type { CalendarDay, WorkingCalendar } from './calendar.js';
import { MAINLAND, MAINLAND_VERSIONS, MAINLAND_YEARS } from './mainland-data.js';

type Special = Pick<CalendarDay, 'counts' | 'reason' | 'holiday'>;

/** Mainland China's newest working calendar with make-up workdays, from this project's own data. */
export function workingCalendar(): WorkingCalendar {
  return CALENDARS[CALENDARS.length - 1] as WorkingCalendar;
}

/** The calendar that a rulebook names; undefined for a version that this product does not have. */
export function calendarNamed(version: string): WorkingCalendar | undefined {
  return CALENDARS.find((calendar) => calendar.version === version);
}

/** Every version there is, the oldest first. */
export function calendarVersions(): readonly string[] {
  return CALENDARS.map(({ version }) => version);
}

const SPECIAL_DAYS: ReadonlyMap<CivilDate, Special> = new Map(Object.entries(MAINLAND_YEARS).flatMap(([year, { off, makeUp }]): [CivilDate, Special][] => [
  ...datesOf(year, off).map(([date, holiday]): [CivilDate, Special] => [date, { counts: false, reason: 'holiday', holiday }]),
  ...datesOf(year, makeUp).map(([date, holiday]): [CivilDate, Special] => [date, { counts: true, reason: 'make-up-workday', holiday }]),
]));

const CALENDARS: readonly WorkingCalendar[] = MAINLAND_VERSIONS.map(calendarOf);

function calendarOf({ version, coveredTo }: (typeof MAINLAND_VERSIONS)[number]): WorkingCalendar {
  return {
    ...MAINLAND, version, coveredTo,
    day(date) {
      const weekend = weekdayOf(date) % 6 === 0;
      if (date < MAINLAND.coveredFrom || date > coveredTo) {
        return { date, counts: !weekend, reason: weekend ? 'uncovered-weekend' : 'uncovered-workday' };
      }
      const special = SPECIAL_DAYS.get(date);
      return special ? { date, ...special } : { date, counts: !weekend, reason: weekend ? 'weekend' : 'workday' };
    },
  };
}

function datesOf(year: string, list: string): (readonly [CivilDate, string])[] {
  return list.split(', ').flatMap((entry) => {
    const [holiday = '', span = ''] = entry.split(' ');
    const [first = '', last = first] = span.split('..').map((monthAndDay) => `${year}-${monthAndDay}`);
    const dates: (readonly [CivilDate, string])[] = [];
    for (let date = first; date <= last; date = nextDate(date)) dates.push([date, holiday]);
    return dates;
  });
}
