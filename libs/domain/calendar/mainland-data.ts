/**
 * The public holidays of mainland China and the days worked in exchange, as ordered each year by the General Office of the
 * State Council (notice on the arrangement of holidays, usually in November for the year after). A weekend inside a holiday
 * is part of it. When the next year's notice is out: add its line below, and a version here that covers it. A version that
 * was ever published stays as it is: rulebooks on record name it.
 */
export const MAINLAND_VERSIONS = [
  { version: 'cn-2025.1', coveredTo: '2025-12-31' },
  { version: 'cn-2026.1', coveredTo: '2026-12-31' },
] as const;

/** What all versions share. */
export const MAINLAND = {
  coveredFrom: '2004-01-01',
  offsetMinutes: 480,
  /** Source: the usual office hours of street offices, 8:30 to 12:00 and 14:00 to 17:30. */
  dayEnds: '17:30',
} as const;

export interface YearOfHolidays {
  /** `holiday MM-DD` or `holiday MM-DD..MM-DD`, separated by commas. */
  readonly off: string;
  /** Weekend days that are worked, with the holiday they make up for. */
  readonly makeUp: string;
}

export const MAINLAND_YEARS: Readonly<Record<number, YearOfHolidays>> = {
  2004: {
    off: 'new-year 01-01, spring-festival 01-22..01-28, labour-day 05-01..05-07, national-day 10-01..10-07',
    makeUp: 'spring-festival 01-17, spring-festival 01-18, labour-day 05-08, labour-day 05-09, national-day 10-09, national-day 10-10',
  },
  2005: {
    off: 'new-year 01-01..01-03, spring-festival 02-09..02-15, labour-day 05-01..05-07, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-05, spring-festival 02-06, labour-day 04-30, labour-day 05-08, national-day 10-08, national-day 10-09',
  },
  2006: {
    off: 'new-year 01-01..01-03, spring-festival 01-29..02-04, labour-day 05-01..05-07, national-day 10-01..10-07',
    makeUp: 'spring-festival 01-28, spring-festival 02-05, labour-day 04-29, labour-day 04-30, national-day 09-30, national-day 10-08, new-year 12-30, new-year 12-31',
  },
  2007: {
    off: 'new-year 01-01..01-03, spring-festival 02-18..02-24, labour-day 05-01..05-07, national-day 10-01..10-07, new-year 12-30..12-31',
    makeUp: 'spring-festival 02-17, spring-festival 02-25, labour-day 04-28, labour-day 04-29, national-day 09-29, national-day 09-30, new-year 12-29',
  },
  2008: {
    off: 'new-year 01-01, spring-festival 02-06..02-12, tomb-sweeping 04-04..04-06, labour-day 05-01..05-03, dragon-boat 06-07..06-09, mid-autumn 09-13..09-15, national-day 09-29..10-05',
    makeUp: 'spring-festival 02-02, spring-festival 02-03, labour-day 05-04, national-day 09-27, national-day 09-28',
  },
  2009: {
    off: 'new-year 01-01..01-03, spring-festival 01-25..01-31, tomb-sweeping 04-04..04-06, labour-day 05-01..05-03, dragon-boat 05-28..05-30, national-day 10-01..10-02, mid-autumn 10-03, national-day 10-04..10-08',
    makeUp: 'new-year 01-04, spring-festival 01-24, spring-festival 02-01, dragon-boat 05-31, national-day 09-27, national-day 10-10',
  },
  2010: {
    off: 'new-year 01-01..01-03, spring-festival 02-13..02-19, tomb-sweeping 04-03..04-05, labour-day 05-01..05-03, dragon-boat 06-14..06-16, mid-autumn 09-22..09-24, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-20, spring-festival 02-21, dragon-boat 06-12, dragon-boat 06-13, mid-autumn 09-19, mid-autumn 09-25, national-day 09-26, national-day 10-09',
  },
  2011: {
    off: 'new-year 01-01..01-03, spring-festival 02-02..02-08, tomb-sweeping 04-03..04-05, labour-day 04-30..05-02, dragon-boat 06-04, dragon-boat 06-06, mid-autumn 09-10..09-12, national-day 10-01..10-07',
    makeUp: 'spring-festival 01-30, spring-festival 02-12, tomb-sweeping 04-02, national-day 10-08, national-day 10-09, new-year 12-31',
  },
  2012: {
    off: 'new-year 01-01..01-03, spring-festival 01-22..01-28, tomb-sweeping 04-02..04-04, labour-day 04-29..05-01, dragon-boat 06-22, dragon-boat 06-24, mid-autumn 09-30, national-day 10-01..10-07',
    makeUp: 'spring-festival 01-21, spring-festival 01-29, tomb-sweeping 03-31, tomb-sweeping 04-01, labour-day 04-28, national-day 09-29',
  },
  2013: {
    off: 'new-year 01-01..01-03, spring-festival 02-09..02-15, tomb-sweeping 04-04..04-06, labour-day 04-29..05-01, dragon-boat 06-10..06-12, mid-autumn 09-19..09-21, national-day 10-01..10-07',
    makeUp: 'new-year 01-05, new-year 01-06, spring-festival 02-16, spring-festival 02-17, tomb-sweeping 04-07, labour-day 04-27, labour-day 04-28, dragon-boat 06-08, dragon-boat 06-09, mid-autumn 09-22, national-day 09-29, national-day 10-12',
  },
  2014: {
    off: 'new-year 01-01, spring-festival 01-31..02-06, tomb-sweeping 04-05..04-07, labour-day 05-01..05-03, dragon-boat 06-02, mid-autumn 09-08, national-day 10-01..10-07',
    makeUp: 'spring-festival 01-26, spring-festival 02-08, labour-day 05-04, national-day 09-28, national-day 10-11',
  },
  2015: {
    off: 'new-year 01-01..01-03, spring-festival 02-18..02-24, tomb-sweeping 04-05..04-06, labour-day 05-01, dragon-boat 06-20, dragon-boat 06-22, victory-day 09-03..09-04, mid-autumn 09-27, national-day 10-01..10-07',
    makeUp: 'new-year 01-04, spring-festival 02-15, spring-festival 02-28, victory-day 09-06, national-day 10-10',
  },
  2016: {
    off: 'new-year 01-01, spring-festival 02-07..02-13, tomb-sweeping 04-04, labour-day 05-01..05-02, dragon-boat 06-09..06-11, mid-autumn 09-15..09-17, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-06, spring-festival 02-14, dragon-boat 06-12, mid-autumn 09-18, national-day 10-08, national-day 10-09',
  },
  2017: {
    off: 'new-year 01-01..01-02, spring-festival 01-27..02-02, tomb-sweeping 04-02..04-04, labour-day 05-01, dragon-boat 05-28..05-30, national-day 10-01..10-03, mid-autumn 10-04, national-day 10-05..10-08',
    makeUp: 'spring-festival 01-22, spring-festival 02-04, tomb-sweeping 04-01, dragon-boat 05-27, national-day 09-30',
  },
  2018: {
    off: 'new-year 01-01, spring-festival 02-15..02-21, tomb-sweeping 04-05..04-07, labour-day 04-29..05-01, dragon-boat 06-18, mid-autumn 09-24, national-day 10-01..10-07, new-year 12-30..12-31',
    makeUp: 'spring-festival 02-11, spring-festival 02-24, tomb-sweeping 04-08, labour-day 04-28, national-day 09-29, national-day 09-30, new-year 12-29',
  },
  2019: {
    off: 'new-year 01-01, spring-festival 02-04..02-10, tomb-sweeping 04-05..04-07, labour-day 05-01..05-04, dragon-boat 06-07..06-09, mid-autumn 09-13..09-15, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-02, spring-festival 02-03, labour-day 04-28, labour-day 05-05, national-day 09-29, national-day 10-12',
  },
  2020: {
    off: 'new-year 01-01, spring-festival 01-24..02-02, tomb-sweeping 04-04..04-06, labour-day 05-01..05-05, dragon-boat 06-25..06-27, national-day 10-01..10-08',
    makeUp: 'spring-festival 01-19, labour-day 04-26, labour-day 05-09, dragon-boat 06-28, national-day 09-27, national-day 10-10',
  },
  2021: {
    off: 'new-year 01-01..01-03, spring-festival 02-11..02-17, tomb-sweeping 04-03..04-05, labour-day 05-01..05-05, dragon-boat 06-12..06-14, mid-autumn 09-19..09-21, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-07, spring-festival 02-20, labour-day 04-25, labour-day 05-08, mid-autumn 09-18, national-day 09-26, national-day 10-09',
  },
  2022: {
    off: 'new-year 01-01..01-03, spring-festival 01-31..02-06, tomb-sweeping 04-03..04-05, labour-day 04-30..05-04, dragon-boat 06-03..06-05, mid-autumn 09-10..09-12, national-day 10-01..10-07, new-year 12-31',
    makeUp: 'spring-festival 01-29, spring-festival 01-30, tomb-sweeping 04-02, labour-day 04-24, labour-day 05-07, national-day 10-08, national-day 10-09',
  },
  2023: {
    off: 'new-year 01-01..01-02, spring-festival 01-21..01-27, tomb-sweeping 04-05, labour-day 04-29..05-03, dragon-boat 06-22..06-24, mid-autumn 09-29, national-day 09-30..10-06',
    makeUp: 'spring-festival 01-28, spring-festival 01-29, labour-day 04-23, labour-day 05-06, dragon-boat 06-25, national-day 10-07, national-day 10-08',
  },
  2024: {
    off: 'new-year 01-01, spring-festival 02-10..02-17, tomb-sweeping 04-04..04-06, labour-day 05-01..05-05, dragon-boat 06-10, mid-autumn 09-15..09-17, national-day 10-01..10-07',
    makeUp: 'spring-festival 02-04, spring-festival 02-18, tomb-sweeping 04-07, labour-day 04-28, labour-day 05-11, mid-autumn 09-14, national-day 09-29, national-day 10-12',
  },
  2025: {
    off: 'new-year 01-01, spring-festival 01-28..02-04, tomb-sweeping 04-04..04-06, labour-day 05-01..05-05, dragon-boat 05-31..06-02, national-day 10-01..10-05, mid-autumn 10-06, national-day 10-07..10-08',
    makeUp: 'spring-festival 01-26, spring-festival 02-08, labour-day 04-27, national-day 09-28, national-day 10-11',
  },
  2026: {
    off: 'new-year 01-01..01-03, spring-festival 02-15..02-23, tomb-sweeping 04-04..04-06, labour-day 05-01..05-05, dragon-boat 06-19..06-21, mid-autumn 09-25..09-27, national-day 10-01..10-07',
    makeUp: 'new-year 01-04, spring-festival 02-14, spring-festival 02-28, labour-day 05-09, national-day 09-20, national-day 10-10',
  },
};
