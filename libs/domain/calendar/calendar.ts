import type { CivilDate } from '#kernel';

/** Why a day counts or does not. `uncovered`: past the calendar's data, judged by the day of the week alone. */
export type DayReason = 'workday' | 'weekend' | 'holiday' | 'make-up-workday' | 'uncovered-workday' | 'uncovered-weekend';

export interface CalendarDay {
  readonly date: CivilDate;
  readonly counts: boolean;
  readonly reason: DayReason;
  /** The holiday's code, such as `spring-festival`. */
  readonly holiday?: string;
}

/** A working calendar of one version. Days outside its coverage are answered, and marked as uncovered. */
export interface WorkingCalendar {
  readonly version: string;
  /** Minutes east of UTC; the zone has had no summer time since 1991. */
  readonly offsetMinutes: number;
  readonly coveredFrom: CivilDate;
  readonly coveredTo: CivilDate;
  /** When a working day ends, `HH:mm`: the moment at which a limit of working days runs out. */
  readonly dayEnds: string;
  day(date: CivilDate): CalendarDay;
}
