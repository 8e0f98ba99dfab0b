/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text order is time order. */
export type Instant = string;

/** A day of the civil calendar, `YYYY-MM-DD`, without a zone. */
export type CivilDate = string;

export const DAY_MS = 86_400_000;

/** Milliseconds since 1970-01-01T00:00Z. Throws RangeError on text that is no instant. */
export function millisOf(instant: Instant): number {
  const millis = Date.parse(instant);
  if (Number.isNaN(millis)) throw new RangeError(`not an instant: ${instant}`);
  return millis;
}

export function instantOf(millis: number): Instant {
  return new Date(millis).toISOString();
}

export function plusMillis(instant: Instant, millis: number): Instant {
  return instantOf(millisOf(instant) + millis);
}

/** The civil day that a clock in a zone of fixed offset shows at this moment. */
export function dateAt(instant: Instant, offsetMinutes: number): CivilDate {
  return instantOf(millisOf(instant) + offsetMinutes * 60_000).slice(0, 10);
}

/** The moment at which that clock shows this day and time (`HH:mm`). */
export function instantAt(date: CivilDate, time: string, offsetMinutes: number): Instant {
  return instantOf(millisOf(`${date}T${time}:00.000Z`) - offsetMinutes * 60_000);
}

export function nextDate(date: CivilDate, days = 1): CivilDate {
  return instantOf(millisOf(`${date}T00:00:00.000Z`) + days * DAY_MS).slice(0, 10);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(date: CivilDate): number {
  return new Date(`${date}T00:00:00.000Z`).getUTCDay();
}
