import { api } from '#wire';

let looked: string | null = null;

/** The past moment that all screens look at; null for the present. The shell says which, by the address, before any screen asks. */
export function lookFrom(moment: string | null): void {
  looked = moment;
}

export function lookedFrom(): string | null {
  return looked;
}

/** What has no past: who is signed in, what became of a command, where one may report, how things run, and what asks about moments itself. */
const OF_THE_PRESENT = /^\/(session|me|commands|operations|differences|report-areas)\b/;

/** Screens that show, and act on, the present alone: there is no past of how things run, and nothing is done in it. */
const WITHOUT_PAST = /^\/(operations|report|rulebook\/(propose|what-if))\b/;

export function hasPast(screen: string): boolean {
  return !WITHOUT_PAST.test(screen);
}

/** The moment to ask a resource as of. */
export function asOfFor(path: string): string | undefined {
  return looked === null || OF_THE_PRESENT.test(path) ? undefined : looked;
}

/** A moment as an address may hold it; null for anything else. */
export function momentIn(text: string | null): string | null {
  return text !== null && api.AsOfQuery.shape.asOf.safeParse(text).success ? text : null;
}

/** The instant of a moment, in milliseconds; null for the present, and for a position of the record. */
export function millisLookedFrom(): number | null {
  const millis = looked === null ? NaN : Date.parse(looked);
  return Number.isNaN(millis) || !looked?.includes('T') ? null : millis;
}
