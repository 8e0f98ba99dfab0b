import { instantAt, plusMillis, type CivilDate, type Instant } from '#kernel';
import { termCodes } from '#messages';
import { acceptedFor, codeIn } from './spellings.js';

/** What a cell became: a value, or why not, as a code of the message catalogue `cli`. */
export type Cell<T> = { readonly value: T } | { readonly problem: string; readonly params?: Readonly<Record<string, string | number>> };

export interface Column<T> {
  /** Accepted header names, the first being the one that is documented. */
  readonly headers: readonly [string, ...string[]];
  /** Without this, a file that lacks the column is refused as a whole. */
  readonly optional?: true;
  /** A file that lacks the column says nothing about it: undefined. Without this it says as much as an empty cell. */
  readonly kept?: true;
  parse(text: string): Cell<T>;
}

const SHANGHAI_OFFSET = 480;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Characters that cannot be stored or shown: NUL and halves of a surrogate pair. */
const BROKEN = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Text of 1 to `max` characters, without the white space around it. */
export function text(max: number, ...headers: [string, ...string[]]): Column<string> {
  return {
    headers,
    parse(raw) {
      const value = raw.trim();
      if (value === '') return { problem: 'cell-empty' };
      if (BROKEN.test(value)) return { problem: 'cell-broken-characters' };
      return value.length > max ? { problem: 'cell-too-long', params: { length: value.length, max } } : { value };
    },
  };
}

/** The same column, where an empty cell (or a missing column) stands for undefined. */
export function maybe<T>(column: Column<T>): Column<T | undefined> {
  return { headers: column.headers, optional: true, parse: (raw) => (raw.trim() === '' ? { value: undefined } : column.parse(raw)) };
}

/** The same column, where an empty cell stands for none. */
export function orNone<T>(column: Column<T>): Column<T | null> {
  return { ...column, optional: true, parse: (raw) => (raw.trim() === '' ? { value: null } : column.parse(raw)) };
}

/** The same column, where a missing one leaves what is on record as it is. */
export function kept<T>(column: Column<T>): Column<T | undefined> {
  return { ...column, optional: true, kept: true };
}

export function code(...headers: [string, ...string[]]): Column<string> {
  return { headers, parse: (raw) => (CODE.test(raw.trim()) ? { value: raw.trim() } : { problem: 'cell-not-a-code' }) };
}

export function oneOf<T extends string>(values: readonly T[], ...headers: [string, ...string[]]): Column<T> {
  return {
    headers,
    parse(raw) {
      const value = values.find((candidate) => candidate === raw.trim());
      return value === undefined ? { problem: 'cell-not-one-of', params: { values: values.join(', ') } } : { value };
    },
  };
}

/** One of the domain's codes, or a Chinese word for it: `kind` is its group in the term catalogue. */
export function termOf<T extends string>(kind: string, codes: readonly T[], ...headers: [string, ...string[]]): Column<T> {
  return {
    headers,
    parse(raw) {
      const value = codeIn(kind, codes, raw);
      return value === undefined ? { problem: 'cell-not-one-of', params: { values: acceptedFor(kind, codes) } } : { value };
    },
  };
}

export function date(...headers: [string, ...string[]]): Column<CivilDate> {
  return {
    headers,
    parse(raw) {
      const parts = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$/.exec(raw.trim());
      const day = parts && civilDate(parts[1], parts[2], parts[3]);
      return day ? { value: day } : { problem: 'cell-not-a-date' };
    },
  };
}

/** A local time of Shanghai, `2019/4/8 9:05:07` or `2019-04-08 09:05:07`, seconds optional; not after `now`. */
export function localTime(now: Instant, ...headers: [string, ...string[]]): Column<Instant> {
  return {
    headers,
    parse(raw) {
      const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/.exec(raw.trim());
      const day = parts && civilDate(parts[1], parts[2], parts[3]);
      if (!parts || !day) return { problem: 'cell-not-a-time' };
      const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)];
      if (hour > 23 || minute > 59 || second > 59) return { problem: 'cell-not-a-time' };
      const at = plusMillis(instantAt(day, `${two(hour)}:${two(minute)}`, SHANGHAI_OFFSET), second * 1000);
      return at > now ? { problem: 'cell-in-the-future' } : { value: at };
    },
  };
}

/** Cells such as `a;b;c`, of codes that `kind` of the term catalogue has a word for, those words, or further codes; an empty cell is an empty list. */
export function terms(kind: string, ...headers: [string, ...string[]]): Column<readonly string[]> {
  const known = termCodes(kind);
  return {
    headers,
    optional: true,
    parse(raw) {
      const named = partsOf(raw).map((part) => codeIn(kind, known, part) ?? (CODE.test(part) ? part : undefined));
      return named.every((each) => each !== undefined) ? { value: named } : { problem: 'cell-not-terms', params: { values: acceptedFor(kind, known) } };
    },
  };
}

/** The parts of a cell that holds several. */
export function partsOf(raw: string): string[] {
  return raw.split(/[;；、]/).map((part) => part.trim()).filter(Boolean);
}

function civilDate(year = '', month = '', day = ''): CivilDate | undefined {
  const value = `${year}-${two(Number(month))}-${two(Number(day))}`;
  const parsed = new Date(`${value}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value) ? value : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
