import type { Logger } from 'pino';
import { calendarCoverage } from '#application';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';

/** Says at the start when the working calendar ends soon or has ended: whoever reads the log has time to see to it. */
export async function warnOfCalendar(store: Pick<EventStore, 'readStream'>, now: Instant, log: Pick<Logger, 'warn'>): Promise<void> {
  const coverage = await calendarCoverage(store, now);
  if (coverage.status === 'covered') return;
  log.warn({ ...coverage }, coverage.status === 'ended'
    ? 'the working calendar has ended: new deadlines count days by the day of the week alone; propose a rulebook that names a newer calendar'
    : 'the working calendar ends soon: days after it are judged by the day of the week alone; propose a rulebook that names a newer calendar');
}
