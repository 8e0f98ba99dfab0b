import { Fault, type Instant } from '#kernel';
import { chainHash } from './chain.js';
import { eventIdOf } from './event-id.js';
import type { AppendRequest, NewEvent } from './port.js';

/** An event as it will be stored, byte for byte. */
export interface PreparedEvent {
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schema: number;
  readonly meta: string;
  readonly data: string;
  readonly hash: Buffer;
}

/** An append whose bytes are settled: every retry sends exactly these. */
export interface PreparedAppend {
  readonly request: AppendRequest;
  readonly events: readonly PreparedEvent[];
  /** UTF-16 units of all texts: what a batch is measured by. */
  readonly size: number;
}

const LONGEST_NAME = 512;
const LONGEST_EVENT = 64 * 1024 * 1024;
const HASH_HEX = /^[0-9a-f]{64}$/;
const NOT_STORABLE = /[\0\p{Surrogate}]/u;

/** Fixes ids, texts and hashes of an append. Fault `append-malformed` for what no store could keep as given. */
export function prepareAppend(request: AppendRequest, recordedAt: Instant): PreparedAppend {
  refuseMalformed(request);
  const events: PreparedEvent[] = [];
  let previous: Buffer = Buffer.from(request.expected.hash, 'hex');
  let size = 0;
  request.events.forEach((event, index) => {
    const chained = {
      streamId: request.streamId,
      revision: request.expected.revision + 1 + index,
      eventId: eventIdOf(request.streamId, request.command.id, index),
      type: event.type,
      schema: event.schema,
      meta: metaText(request, event, index, recordedAt),
      data: dataText(event),
    };
    previous = chainHash(previous, chained);
    size += chained.meta.length + chained.data.length;
    events.push({ ...chained, hash: previous });
  });
  return { request, events, size };
}

function metaText({ command, ruleVersion, workflow, events }: AppendRequest, event: NewEvent, index: number, recordedAt: Instant): string {
  const { id, type, digest } = command;
  return JSON.stringify({ at: event.at, by: event.by, command: { id, type, digest }, index, count: events.length, ruleVersion, recordedAt, workflow });
}

/** JSON writes NUL and lone surrogates as escapes, so any text that JSON can carry is stored and comes back as it was. */
function dataText(event: NewEvent): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(event.data) as string | undefined;
  } catch (cause) {
    throw malformed('data', cause);
  }
  if (text === undefined || text.length > LONGEST_EVENT) throw malformed('data');
  return text;
}

function refuseMalformed({ streamId, expected, command, events }: AppendRequest): void {
  const names = { streamId, commandId: command.id, commandType: command.type };
  for (const [field, name] of Object.entries(names)) if (!isName(name)) throw malformed(field);
  if (!HASH_HEX.test(command.digest)) throw malformed('digest');
  if (!HASH_HEX.test(expected.hash) || !Number.isSafeInteger(expected.revision) || expected.revision < -1) throw malformed('expected');
  if (events.length === 0) throw malformed('events');
  for (const { type, schema } of events) {
    if (!isName(type)) throw malformed('type');
    if (!Number.isInteger(schema) || schema < 1 || schema > 32_767) throw malformed('schema');
  }
}

/** Names are stored as they are, without JSON's escapes: NUL and lone surrogates have no place in them. */
function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_NAME && !NOT_STORABLE.test(text);
}

function malformed(field: string, cause?: unknown): Fault {
  return new Fault('append-malformed', { params: { field }, cause, tryNext: 'the caller must validate before it appends' });
}
