import { randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent, type EventData, type RecordedEvent as KeptEvent } from '@kurrent/kurrentdb-client';
import { Fault } from '#kernel';
import type { PreparedAppend, PreparedEvent } from '../prepare.js';
import type { StoredEvent } from '../recorded.js';

/** Where the events of a command lie in the log: what an index holds, an entry for each command. */
export interface Group {
  readonly stream: string;
  readonly revision: number;
  readonly count: number;
  readonly position: number;
  /** Chain hash of the last of them. */
  readonly hash: string;
}

/**
 * The data's exact bytes, which JSON read and written anew by the client might not be; all else as texts in the metadata. The
 * type stands there too, because the server's own takes fewer characters than a name may have.
 */
export function eventToKeep({ request }: PreparedAppend, { revision, eventId, type, schema, meta, data, hash }: PreparedEvent): EventData {
  return binaryEvent({
    id: eventId,
    type: /^[\p{L}\p{N}][\p{L}\p{N}_.:-]*$/u.test(type) && type === type.normalize() ? type : 'event',
    data: Buffer.from(data),
    metadata: { stream: request.streamId, revision: String(revision), type, schema: String(schema), hash: hash.toString('hex'), meta },
  });
}

/** Its id is another at each attempt, so that the server takes no second append for its own retry of a first one. */
export function groupToKeep(group: Group): EventData {
  return jsonEvent({ id: randomUUID(), type: 'events-recorded', data: { ...group } });
}

/** Fault `record-damaged` for what the product has not written. */
export function keptEvent(kept: KeptEvent): StoredEvent {
  const position = Number(kept.revision) + 1;
  const { stream, revision, type, schema, hash, meta } = texts(kept, ['stream', 'revision', 'type', 'schema', 'hash', 'meta']);
  if (!ArrayBuffer.isView(kept.data) || !/^\d+$/.test(revision) || !/^\d+$/.test(schema)) throw foreign(kept);
  return { position, streamId: stream, revision: Number(revision), eventId: kept.id, type, schema: Number(schema), meta, data: Buffer.from(kept.data).toString(), hash };
}

function texts<Key extends string>(kept: KeptEvent, keys: readonly Key[]): Record<Key, string> {
  const metadata = kept.metadata as Partial<Record<Key, unknown>> | undefined;
  if (!keys.every((key) => typeof metadata?.[key] === 'string')) throw foreign(kept);
  return metadata as Record<Key, string>;
}

export function keptGroup(kept: KeptEvent): Group {
  const group = kept.data as Partial<Group> | null;
  const numbers = [group?.revision, group?.count, group?.position];
  if (!kept.isJson || typeof group?.stream !== 'string' || typeof group.hash !== 'string' || !numbers.every(Number.isSafeInteger)) throw foreign(kept);
  return group as Group;
}

/** Told as a hole: whoever reads on does so behind it. */
function foreign({ streamId, revision }: KeptEvent): Fault {
  const expected = Number(revision) + 1;
  return new Fault('record-damaged', {
    params: { order: 'content', expected, found: expected + 1, stream: streamId },
    tryNext: 'something else has written into a stream of the record; restore the database from a backup and run verify',
  });
}
