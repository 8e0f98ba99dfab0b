import { calendarNamed, coverageAt, rulebookDecider, versionAt, type Coverage, type Rulebook, type RulebookEvent, type RulebookState, type WorkingCalendar } from '#domain';
import type { EventStore } from '#event-store';
import { Fault, type Instant } from '#kernel';
import { decodeEvent } from '#wire';
import { RULEBOOK_STREAM } from './streams.js';

/** Every version on record, as of now. */
export async function readRulebook(store: Pick<EventStore, 'readStream'>): Promise<RulebookState> {
  const { events } = await store.readStream(RULEBOOK_STREAM);
  return events.map((event) => decodeEvent(event) as RulebookEvent).reduce(rulebookDecider.evolve, rulebookDecider.initial);
}

/** The version in force at a moment, by what is on record here. */
export async function rulesIn(store: Pick<EventStore, 'readStream'>, moment: Instant): Promise<Rulebook> {
  return versionAt(await readRulebook(store), moment);
}

/** The calendar that these rules count new deadlines on. Deadlines given before keep theirs: they are on record with every day. */
export function calendarFor({ version, calendar }: Rulebook): WorkingCalendar {
  const found = calendarNamed(calendar.value);
  if (found) return found;
  throw new Fault('calendar-unknown', { params: { calendar: calendar.value, rulebook: version }, tryNext: 'run the version of the product that has this calendar, or a later one' });
}

/** How far the calendar of the rules in force reaches; its end is warned of as these rules say. */
export async function calendarCoverage(store: Pick<EventStore, 'readStream'>, now: Instant): Promise<Coverage> {
  const rules = versionAt(await readRulebook(store), now);
  return coverageAt(now, calendarFor(rules), rules.calendarWarning.value);
}
