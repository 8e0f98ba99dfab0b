import { instantOf, millisOf, refuse, type Refusal } from '#kernel';
import { calendarNamed } from '../calendar/mainland.js';
import { LEVELS } from '../unit/unit.js';
import { count, isObject, ladders, limit, limits, members, notShorter, sourced, type Check, type Found } from './checks.js';
import { FIGURE_KEYS, type FigureKey } from './figures.js';
import type { Rulebook } from './rulebook.js';

const score: Check = (value, place) => members({ inTime: weight, resolved: weight, satisfied: weight, bands })(value, place) ?? addUpTo100(value as Rulebook['score']['value']);

const CHECKS: Readonly<Record<FigureKey, Check>> = {
  dispatch: limits(['urgent', 'pressing', 'general']), sign: limit, firstContact: limit, handling: limits(LEVELS), complexHandling: limit,
  rehandling: limit, longTerm: limit, verdict: limit, verdictTries: count(1, 100), ladders, pauseCap: limit,
  extension: members({ quota: count(0, 10), levelsUp: count(1, LEVELS.length - 1) }), repeatWindow: limit, returnsBeforeRuling: count(1, 100),
  accountabilityReports: count(2, 100), radar: members({ households: count(2, 1_000), window: limit }), visitDays: count(0, 31),
  careRhythm: limits(['high', 'key', 'general']), lifeEvent: limit, rectification: limit, recheck: limit, score, calendar, calendarWarning: limit,
};

/**
 * The first thing wrong with what is to become a rulebook, as a refusal that names the place; nothing when it can be
 * adopted. It may come from anywhere: members that are unknown, missing or of another type are found like wrong numbers.
 */
export function findWrong(rules: unknown): Refusal | undefined {
  if (!isObject(rules)) return { code: 'rulebook-malformed' };
  const found = named(rules) ?? members({ version: () => undefined, effectiveFrom: () => undefined, ...figureChecks })(rules, '')
    ?? fitTogether(rules as unknown as Rulebook);
  return found?.refusal;
}

const figureChecks = Object.fromEntries(FIGURE_KEYS.map((key) => [key, sourced(CHECKS[key])]));

function named({ version, effectiveFrom }: Readonly<Record<string, unknown>>): Found {
  if (typeof version !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(version)) return refuse('rulebook-version-malformed', { version: String(version) });
  return isInstant(effectiveFrom) ? undefined : refuse('rulebook-effective-date-malformed', { effectiveFrom: String(effectiveFrom) });
}

/** Written as instants are: text that names another moment than it says, such as 30 February, is none. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return instantOf(millisOf(value)) === value;
  } catch {
    return false;
  }
}

function fitTogether({ complexHandling, handling }: Rulebook): Found {
  return notShorter(complexHandling.value, 'complexHandling', handling.value.community, 'handling.community');
}

function weight(value: unknown, place: string): Found {
  return typeof value === 'number' && value >= 0 && value <= 100 ? undefined : refuse('rulebook-weight-out-of-range', { place });
}

function bands(value: unknown): Found {
  const falling = Array.isArray(value) && value.length > 0 && value.length <= 10
    && value.every((band: unknown, index) => typeof band === 'number' && band > 0 && band <= 100 && (index === 0 || band < (value[index - 1] as number)));
  return falling ? undefined : refuse('rulebook-bands-out-of-order');
}

/** In hundredths, so that 33.3 and the like add up. */
function addUpTo100({ inTime, resolved, satisfied }: Rulebook['score']['value']): Found {
  const sum = Math.round((inTime + resolved + satisfied) * 100) / 100;
  return sum === 100 ? undefined : refuse('rulebook-score-not-100', { sum });
}

function calendar(value: unknown): Found {
  return typeof value === 'string' && calendarNamed(value) ? undefined : refuse('rulebook-calendar-unknown', { calendar: String(value) });
}
