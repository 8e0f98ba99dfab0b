import { currentLocale } from '../i18n/locale.js';

/** The campaign's clock, whatever the device's own zone. */
const ZONE = 'Asia/Shanghai';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLocale() === 'en' ? 'en-GB' : currentLocale();
  const key = `${locale} ${name}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  formats.set(key, found);
  return found;
}

/** Day and time, with the year only when it is another one. */
export function shortMoment(instant: string, now: number = Date.now()): string {
  const sameYear = dateIn(Date.parse(instant)).slice(0, 4) === dateIn(now).slice(0, 4);
  return sameYear
    ? format('short', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant))
    : exactMoment(instant);
}

export function exactMoment(instant: string): string {
  return format('exact', { year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .format(new Date(instant));
}

/** A civil day; it has no zone. */
export function civilDay(date: string): string {
  return format('day', { month: 'numeric', day: 'numeric', weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00.000Z`));
}

export function fullDay(date: string): string {
  return format('full-day', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00.000Z`));
}

/** The civil day that the campaign's clock shows. */
export function dateIn(millis: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date(millis));
}

/** A length of time in its largest fitting unit: `3 小時`, `2 days`. Never less than a minute. */
export function span(millis: number): string {
  const long = Math.abs(millis);
  const [amount, unit] = long < HOUR ? [Math.max(1, Math.round(long / MINUTE)), 'minute'] as const
    : long < 2 * DAY ? [Math.round(long / HOUR), 'hour'] as const
    : [Math.floor(long / DAY), 'day'] as const;
  return new Intl.NumberFormat(currentLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}

/** The value of a datetime-local input in the campaign's zone. */
export function toLocalInput(millis: number): string {
  return new Date(millis + 8 * HOUR).toISOString().slice(0, 16);
}

/** The instant that a datetime-local input means in the campaign's zone. Throws RangeError on text that is none. */
export function fromLocalInput(value: string): string {
  return new Date(`${value}:00.000+08:00`).toISOString();
}
