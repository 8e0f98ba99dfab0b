import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EventStore, StoredEvent } from '#event-store';
import { Fault } from '#kernel';
import type { SealedHistory, Seals } from '#seal';

/**
 * A record as a file: one JSON document a line. First `{format, origin}`; then the notes that put keys in force, `{key}`, and the checkpoints, `{checkpoint}`,
 * each as the signed text; then the events in the global order, `meta` and `data` as the exact texts that are hashed.
 */
const FORMAT = 'minqing-record/1';
const EVENTS_PAGE = 2_000;
const CHECKPOINTS_PAGE = 1_000;

/** Everything an installation has sealed, read before the log: the record is at least as long then. */
export async function readHistory(seals: Seals): Promise<SealedHistory> {
  const { origin, keys } = await seals.state();
  const checkpoints: string[] = [];
  for (let after = 0; ;) {
    const page = await seals.checkpoints({ after, limit: CHECKPOINTS_PAGE });
    checkpoints.push(...page.map(({ note }) => note));
    const last = page.at(-1);
    if (!last) return { origin, keys, checkpoints };
    after = last.number;
  }
}

export async function* recordLines(store: EventStore, history: SealedHistory, total: number, onProgress: (done: number) => void): AsyncGenerator<string> {
  yield* historyLines(history);
  yield* linesOfEvents(store, total, onProgress);
}

export function* historyLines({ origin, keys, checkpoints }: SealedHistory): Generator<string> {
  yield lineOf({ format: FORMAT, origin });
  for (const key of keys) yield lineOf({ key });
  for (const checkpoint of checkpoints) yield lineOf({ checkpoint });
}

export async function* linesOfEvents(store: EventStore, total: number, onProgress: (done: number) => void): AsyncGenerator<string> {
  for (let after = 0; after < total;) {
    const page = await store.readAll({ after, limit: Math.min(EVENTS_PAGE, total - after) });
    if (page.length === 0) return;
    for (const { position, streamId, revision, eventId, type, schema, hash, bytes } of page) {
      yield lineOf({ position, streamId, revision, eventId, type, schema, meta: bytes.meta, data: bytes.data, hash } satisfies StoredEvent);
    }
    onProgress(after = page.at(-1)!.position);
  }
}

/** U+2028 and U+2029 are written as escapes: many readers, Node's own among them, take them for the end of a line. */
function lineOf(value: object): string {
  return `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)}\n`;
}

/** An event's line, or the number of a line that is none. */
export type EventLine = { readonly event: StoredEvent } | { readonly unreadable: number };

export interface RecordFile {
  readonly history: SealedHistory;
  readonly events: AsyncIterable<EventLine>;
}

/** Opens a file that `export record` wrote. Fault `record-file-unknown` when it does not begin like one. */
export async function openRecordFile(file: string): Promise<RecordFile> {
  const lines = numbered(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
  const keys: string[] = [];
  const checkpoints: string[] = [];
  const origin = textIn((await lines.next()).value, 'origin', { format: FORMAT });
  if (origin === undefined) throw new Fault('record-file-unknown', { params: { file } });
  for (;;) {
    const next = await lines.next();
    const [key, checkpoint] = [textIn(next.value, 'key'), textIn(next.value, 'checkpoint')];
    if (key !== undefined) keys.push(key);
    else if (checkpoint !== undefined) checkpoints.push(checkpoint);
    else return { history: { origin, keys, checkpoints }, events: eventLines(next.value, lines) };
  }
}

interface Line {
  readonly number: number;
  readonly text: string;
  /** Undefined for a line that is no JSON. */
  readonly json: unknown;
}

async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<Line, undefined> {
  let number = 0;
  for await (const text of lines) yield { number: number += 1, text, json: parsed(text) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The text that a line holds under this name; undefined when it holds anything besides, or is written in another way. */
function textIn(line: Line | undefined, name: string, others: Readonly<Record<string, string>> = {}): string | undefined {
  const text = (line?.json as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof text === 'string' && isWritten(line!, { ...others, [name]: text }) ? text : undefined;
}

/** As `export record` writes it and no other way: a name given twice, or one that says nothing, would show one reader this and another that. */
function isWritten({ text }: Line, value: object): boolean {
  return lineOf(value) === `${text}\n`;
}

async function* eventLines(first: Line | undefined, rest: AsyncIterable<Line>): AsyncGenerator<EventLine> {
  if (first) yield eventLine(first);
  for await (const line of rest) yield eventLine(line);
}

function eventLine(line: Line): EventLine {
  const { number, json } = line;
  return isEvent(json) && isWritten(line, json) ? { event: json } : { unreadable: number };
}

export function isEvent(json: unknown): json is StoredEvent {
  const { position, revision, schema, streamId, eventId, type, meta, data, hash, ...others } = (json ?? {}) as Readonly<Record<keyof StoredEvent, unknown>>;
  return [position, revision, schema].every(Number.isSafeInteger) && [streamId, eventId, type, meta, data].every(isWholeText)
    && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && Object.keys(others).length === 0;
}

/** Half a character is hashed as any other half is. */
function isWholeText(text: unknown): boolean {
  return typeof text === 'string' && !/\p{Surrogate}/u.test(text);
}
