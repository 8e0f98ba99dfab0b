import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { dateAt, instantOf, millisOf, type Instant } from '#kernel';
import { isMessage, translate, type Locale } from '#messages';
import { events, type api } from '#wire';

/** An issue of the ledger, with what of its own record the row leaves out. */
export interface LedgerLine {
  readonly row: api.IssueRow;
  readonly channel: string;
  /** What will be done, by whoever is responsible now; null while nobody is. */
  readonly measure: string | null;
  /** The answer that stands: how it was resolved, or why it cannot be. */
  readonly answerText: string | null;
  /** Why it cannot be done, of an explanation. */
  readonly ground: string | null;
}

export interface LedgerFileOptions {
  readonly locale: Locale;
  /** The codes and instants as the interface gives them, for programs. */
  readonly codes: boolean;
  /** Minutes east of UTC of the office, whose clock people read. */
  readonly offsetMinutes: number;
}

/** How a value is put into words: a code of this kind of term, a moment on the office's clock, yes or no, or as it is. */
type Words = { readonly term: string } | 'moment' | 'said' | 'plain';

interface Column {
  readonly words: Words;
  readonly of: (line: LedgerLine) => string | number | boolean | null;
  /** Tells only programs something: people have the name beside it. */
  readonly codesOnly?: true;
}

const PLAIN = (key: keyof api.IssueRow, words: Words = 'plain'): Column => ({ words, of: ({ row }) => row[key] as string | number | boolean | null });
const CODE = (key: keyof api.IssueRow): Column => ({ ...PLAIN(key), codesOnly: true });

/** In the order of the file; people's headers are the terms `ledger-file.*`. */
const COLUMNS: Readonly<Record<string, Column>> = {
  number: PLAIN('number'), title: PLAIN('title'),
  channel: { words: { term: 'channel' }, of: ({ channel }) => channel },
  status: PLAIN('status', { term: 'status' }), stage: PLAIN('stage', { term: 'stage' }), level: PLAIN('level', { term: 'level' }),
  scope: PLAIN('scope', { term: 'scope' }), horizon: PLAIN('horizon', { term: 'horizon' }), topic: PLAIN('topic', { term: 'topic' }), grade: PLAIN('grade', { term: 'grade' }),
  area: CODE('area'), areaName: PLAIN('areaName'), unit: CODE('unit'), unitName: PLAIN('unitName'), responsible: CODE('responsible'), responsibleName: PLAIN('responsibleName'),
  measure: { words: 'plain', of: ({ measure }) => measure }, measureBy: PLAIN('measureBy'), heardAt: PLAIN('heardAt', 'moment'),
  due: { words: { term: 'kind' }, of: ({ row }) => row.due?.kind ?? null }, dueAt: { words: 'moment', of: ({ row }) => row.due?.dueAt ?? null },
  answer: PLAIN('answer', { term: 'answer' }), ground: { words: { term: 'explain-ground' }, of: ({ ground }) => ground }, answerText: { words: 'plain', of: ({ answerText }) => answerText },
  answeredAt: PLAIN('answeredAt', 'moment'), inTime: PLAIN('inTime', 'said'), satisfied: PLAIN('satisfied', 'said'), endedAt: PLAIN('endedAt', 'moment'),
  overdue: PLAIN('overdue', 'said'), supervised: PLAIN('supervised', 'said'), told: { words: { term: 'told' }, of: ({ row }) => row.told.at(-1)?.act ?? null },
  urges: PLAIN('urges'), urgedAt: PLAIN('urgedAt', 'moment'), repeats: PLAIN('repeats'), returns: PLAIN('returns'), escalations: PLAIN('escalations'), issueId: CODE('issueId'),
};

/** The ledger as a table for spreadsheets, read no faster than it is written. Who brought a matter is not in it: that is read one by one, for a purpose. */
export function ledgerFile(pages: AsyncIterable<readonly LedgerLine[]>, options: LedgerFileOptions): Readable {
  const columns = Object.entries(COLUMNS).filter(([, column]) => options.codes || !column.codesOnly)
    .map(([key]) => ({ key, header: options.codes ? key : translate(options.locale, 'terms', `ledger-file.${key}`) }));
  // The mark at the beginning lets spreadsheets see that it is UTF-8. A spreadsheet runs a cell that begins like a formula; escape_formulas puts an apostrophe before it.
  const csv = stringify({ header: true, bom: true, columns, escape_formulas: true, cast: { boolean: String } });
  // Either end that breaks ends the other; whoever reads the file hears of it.
  return pipeline(Readable.from(recordsOf(pages, options)), csv, () => undefined);
}

async function* recordsOf(pages: AsyncIterable<readonly LedgerLine[]>, options: LedgerFileOptions): AsyncGenerator<Record<string, unknown>> {
  for await (const page of pages) {
    for (const line of page) yield Object.fromEntries(Object.entries(COLUMNS).map(([key, column]) => [key, valueOf(column, line, options)]));
  }
}

function valueOf({ words, of }: Column, line: LedgerLine, { locale, codes, offsetMinutes }: LedgerFileOptions): unknown {
  const value = of(line);
  if (codes || value === null || typeof value === 'number') return value;
  if (words === 'said') return translate(locale, 'terms', value ? 'said.yes' : 'said.no');
  const text = String(value);
  if (words === 'moment') return localMoment(text, offsetMinutes);
  if (words === 'plain') return readable(text, locale);
  // A topic of another system is told by its code.
  const code = `${words.term}.${text}`;
  return isMessage(locale, 'terms', code) ? translate(locale, 'terms', code) : text;
}

/** Day and minute on the office's clock, as spreadsheets take for a date. */
function localMoment(instant: Instant, offsetMinutes: number): string {
  return `${dateAt(instant, offsetMinutes)} ${instantOf(millisOf(instant) + offsetMinutes * 60_000).slice(11, 16)}`;
}

function readable(text: string, locale: Locale): string {
  if (text === events.ERASED) return translate(locale, 'cli', 'erased-text');
  return text === events.KEY_LOST ? translate(locale, 'cli', 'key-lost-text') : text;
}
