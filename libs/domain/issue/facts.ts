import type { WorkingCalendar } from '../calendar/calendar.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { Directory } from '../unit/unit.js';

/** What decide may know beside the issue itself: the rules in force at the command's moment, the calendar, the units. */
export interface IssueFacts {
  readonly rules: Rulebook;
  readonly calendar: WorkingCalendar;
  readonly directory: Directory;
  /** Whether no cadre has the code that a report complains of. */
  readonly complainedOfUnknown?: boolean;
}
