import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { isMessage, translate, type Locale } from '#messages';
import type { api } from '#wire';

const COLUMNS = [
  'position', 'recordedAt', 'happenedAt', 'type', 'words', 'actorKind', 'actor', 'actorName', 'post', 'unit', 'unitName', 'role',
  'number', 'issueId', 'streamId', 'revision', 'commandType', 'commandId', 'ruleVersion', 'workflowId', 'workflowRun', 'eventId', 'hash',
] as const;

/** The events of a search as a file: CSV with a sentence an event, or one JSON object a line. Read no faster than it is written. */
export function trailFile(pages: AsyncIterable<readonly api.TrailEntry[]>, format: 'csv' | 'jsonl', locale: Locale): Readable {
  if (format === 'jsonl') return Readable.from(linesOf(pages));
  // A spreadsheet runs a cell that begins like a formula; escape_formulas puts an apostrophe before it.
  const csv = stringify({ header: true, bom: true, columns: [...COLUMNS], escape_formulas: true });
  // Either end that breaks ends the other; whoever reads the file hears of it.
  return pipeline(Readable.from(recordsOf(pages, locale)), csv, () => undefined);
}

/** The sentence of an event; one that the catalogue does not know is told by its type. */
export function sentenceOf({ code, params }: api.TrailEntry['words'], locale: Locale): string {
  return isMessage(locale, 'events', code) ? translate(locale, 'events', code, params) : code;
}

async function* linesOf(pages: AsyncIterable<readonly api.TrailEntry[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

async function* recordsOf(pages: AsyncIterable<readonly api.TrailEntry[]>, locale: Locale): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
  for await (const page of pages) for (const entry of page) yield recordOf(entry, locale);
}

function recordOf(entry: api.TrailEntry, locale: Locale): Record<(typeof COLUMNS)[number], unknown> {
  const { position, recordedAt, at, type, words, by, byName, byUnitName, issue, streamId, revision, commandType, commandId, ruleVersion, workflow, eventId, hash } = entry;
  return {
    position, recordedAt, happenedAt: at, type, words: sentenceOf(words, locale),
    actorKind: by['kind'], actor: by['cadre'] ?? by['source'] ?? by['operator'], actorName: byName, post: by['post'], unit: by['unit'], unitName: byUnitName, role: by['role'],
    number: issue?.number, issueId: issue?.issueId, streamId, revision, commandType, commandId, ruleVersion, workflowId: workflow?.id, workflowRun: workflow?.run, eventId, hash,
  };
}
