import type { WorkingCalendar } from '../calendar/calendar.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { Directory } from '../unit/unit.js';

/** What decide may know beside the issue itself: the rules in force at the command's moment, the calendar, the units. */
export interface IssueFacts {
  readonly rules: Rulebook;
  readonly calendar: WorkingCalendar;
  readonly directory: Directory;
  /** Codes that the command names cadres by and that no cadre has. */
  readonly unknownCadres?: readonly string[];
  /** Where the cadre whom a measure names as responsible holds a post on the day of the command; absent where nobody looked. */
  readonly responsibleUnits?: readonly string[];
  /** The command is on record, and lived again only: rules that are younger than some of the record do not judge it. */
  readonly onRecord?: true;
}
