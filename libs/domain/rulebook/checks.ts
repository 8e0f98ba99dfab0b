import { refuse, type Refusal } from '#kernel';
import { DEADLINE_KINDS, type DeadlineKind, type LadderStep, type Limit } from './rulebook.js';
import { lengthOf } from './length.js';

/** Longer is a mistake of typing: no limit of an office runs over ten years. */
const LONGEST: Readonly<Record<Limit['unit'], number>> = { second: 315_360_000, minute: 5_256_000, hour: 87_600, day: 3_650, 'working-day': 2_500 };
const ACTS: readonly unknown[] = ['warn', 'due', 'tell-unit-head', 'tell-supervisor', 'take-over'];

export type Found = { readonly refusal: Refusal } | undefined;

/** Looks at a value of whatever type and names what is wrong at its place. */
export type Check = (value: unknown, place: string) => Found;

type Members = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first finding of a list; the later ones are not looked for. */
export function first<T>(items: readonly T[], find: (item: T) => Found): Found {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

/** Exactly these members, each right in itself. */
export function members(checks: Readonly<Record<string, Check>>): Check {
  return (value, place) => {
    if (!isObject(value)) return refuse('rulebook-field-missing', { place });
    const under = (key: string): string => (place === '' ? key : `${place}.${key}`);
    return first(Object.keys(value), (key) => (Object.hasOwn(checks, key) ? undefined : refuse('rulebook-field-unknown', { place: under(key) })))
      ?? first(Object.entries(checks), ([key, check]) => (Object.hasOwn(value, key) ? check(value[key], under(key)) : refuse('rulebook-field-missing', { place: under(key) })));
  };
}

/** A figure with where it comes from. */
export function sourced(check: Check): Check {
  return (value, place) => {
    if (!isObject(value) || !('value' in value)) return refuse('rulebook-field-missing', { place });
    const extra = Object.keys(value).find((key) => key !== 'value' && key !== 'source');
    if (extra !== undefined) return refuse('rulebook-field-unknown', { place: `${place}.${extra}` });
    const { source } = value;
    if (typeof source !== 'string' || source.trim() === '' || source.length > 500) return refuse('rulebook-source-missing', { place });
    return check(value['value'], place);
  };
}

export const limit: Check = (value, place) => (isLength(value) && value.amount > 0 ? undefined : refuse('rulebook-limit-not-positive', { place }));

/** A limit for each key; where the order of the keys is one of length, none may be shorter than the one before it. */
export function limits(keys: readonly string[]): Check {
  const each = members(Object.fromEntries(keys.map((key) => [key, limit])));
  return (value, place) => each(value, place) ?? first(keys.slice(1), (key) => {
    const before = keys[keys.indexOf(key) - 1] as string;
    const { [key]: longer, [before]: shorter } = value as Record<string, Limit>;
    return notShorter(longer as Limit, `${place}.${key}`, shorter as Limit, `${place}.${before}`);
  });
}

export function notShorter(longer: Limit, place: string, shorter: Limit, than: string): Found {
  return lengthOf(longer) < lengthOf(shorter) ? refuse('rulebook-limit-shorter', { place, than }) : undefined;
}

export function count(least: number, most: number): Check {
  return (value, place) => (Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? undefined : refuse('rulebook-count-out-of-range', { place, least, most }));
}

export const ladders: Check = (value, place) => members(Object.fromEntries(DEADLINE_KINDS.map((kind) => [kind, (steps) => ladder(steps, kind)])))(value, place);

function ladder(steps: unknown, kind: DeadlineKind): Found {
  if (!Array.isArray(steps) || !steps.every(isStep)) return refuse('rulebook-step-malformed', { kind });
  if (steps.filter((step) => step.act === 'due' && step.offset.amount === 0).length !== 1) return refuse('rulebook-ladder-without-due', { kind });
  if (steps.some((step) => (step.act === 'warn') !== (step.before === true))) return refuse('rulebook-only-warnings-come-before', { kind });
  const places = steps.map((step) => lengthOf(step.offset) * (step.before ? -1 : 1));
  if (places.some((place, index) => index > 0 && place <= (places[index - 1] as number))) return refuse('rulebook-ladder-out-of-order', { kind });
  if (mixesTimes(steps)) return refuse('rulebook-ladder-mixes-times', { kind });
  const takeOver = steps.findIndex((step) => step.act === 'take-over');
  if (takeOver !== -1 && kind === 'verdict') return refuse('rulebook-call-back-is-not-taken-over');
  if (takeOver !== -1 && takeOver !== steps.length - 1) return refuse('rulebook-take-over-is-last', { kind });
  return undefined;
}

/** Behind a due moment on Friday evening two days are over before one working day: only steps of one measure of time have an order. */
function mixesTimes(steps: readonly LadderStep[]): boolean {
  const behind = steps.filter(({ offset, before }) => before !== true && offset.amount > 0);
  return new Set(behind.map(({ offset }) => offset.unit === 'working-day')).size > 1;
}

function isStep(step: unknown): step is LadderStep {
  if (!isObject(step) || !ACTS.includes(step['act']) || !isLength(step['offset'])) return false;
  return Object.entries(step).every(([key, value]) => key === 'act' || key === 'offset' || (key === 'before' && value === true));
}

function isLength(value: unknown): value is Limit {
  if (!isObject(value) || Object.keys(value).some((key) => key !== 'amount' && key !== 'unit')) return false;
  const { amount, unit } = value;
  if (typeof unit !== 'string' || !Object.hasOwn(LONGEST, unit)) return false;
  return Number.isInteger(amount) && (amount as number) >= 0 && (amount as number) <= LONGEST[unit as Limit['unit']];
}
