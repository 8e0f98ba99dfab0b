import type { Actor, Instant, WorkflowRun } from '#kernel';
import type { AppendOutcome, AppendReceipt, CommandRef, RecordedEvent } from './port.js';

/** What `meta` holds; the order of keys is part of the stored bytes (see chain.ts). */
export interface StoredMeta {
  readonly at: Instant;
  readonly by: Actor;
  readonly command: CommandRef;
  readonly index: number;
  readonly count: number;
  readonly ruleVersion: string;
  readonly recordedAt: Instant;
  readonly workflow?: WorkflowRun;
}

/** An event as an adapter keeps it. */
export interface StoredEvent {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schema: number;
  readonly meta: string;
  readonly data: string;
  readonly hash: string;
}

/** The first event of a command's group: enough to tell where the whole group is. */
export type GroupStart = Pick<StoredEvent, 'streamId' | 'position' | 'revision' | 'meta'>;

/** Each field by its name: whoever reads the log does this a million times. */
export function recordedEvent({ position, streamId, revision, eventId, type, schema, meta, data, hash }: StoredEvent): RecordedEvent {
  const { at, by, command, index, count, ruleVersion, recordedAt, workflow } = JSON.parse(meta) as StoredMeta;
  const event: RecordedEvent = {
    position, streamId, revision, eventId, type, schema, at, by, data: JSON.parse(data) as unknown, command, index, count, ruleVersion, recordedAt, hash, bytes: { meta, data },
  };
  return workflow ? { ...event, workflow } : event;
}

export function receiptOf({ streamId, position, revision, meta }: GroupStart): AppendReceipt {
  const { command, count } = JSON.parse(meta) as StoredMeta;
  return { streamId, command, firstRevision: revision, lastRevision: revision + count - 1, lastPosition: position + count - 1 };
}

/** What a command's id is answered with once its group is stored: the same receipt for ever, or that it was another command. */
export function repeatOutcome(start: GroupStart, digest: string): AppendOutcome {
  const receipt = receiptOf(start);
  return receipt.command.digest === digest
    ? { status: 'already-applied', ...receipt }
    : { status: 'command-differs', streamId: receipt.streamId };
}
