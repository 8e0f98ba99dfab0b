import type { Actor, Instant, WorkflowRun } from '#kernel';

/** An event as the writer hands it over: already validated, `data` is plain JSON. */
export interface NewEvent {
  readonly type: string;
  /** Version of the shape of `data`; older ones are upcast on reading. */
  readonly schema: number;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: unknown;
}

/** The end of a stream: revision of its last event (-1 for none) and that event's chain hash (hex, 64 characters). */
export interface StreamHead {
  readonly revision: number;
  readonly hash: string;
}

/** The command whose events are appended. `digest`: 64 hex digits that tell what it asked for from anything else. */
export interface CommandRef {
  readonly id: string;
  readonly type: string;
  readonly digest: string;
}

export interface AppendRequest {
  readonly streamId: string;
  /** The head that the decision was made on. Nothing is written when the stream's end is another. */
  readonly expected: StreamHead;
  readonly command: CommandRef;
  readonly ruleVersion: string;
  /** Absent when a person or a program gave the command. */
  readonly workflow?: WorkflowRun;
  /** At least one, all written or none. */
  readonly events: readonly NewEvent[];
}

/** Where a command's events are. Positions are those of the global order, gapless, from 1. */
export interface AppendReceipt {
  readonly streamId: string;
  readonly command: CommandRef;
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly lastPosition: number;
}

export type AppendOutcome =
  | ({ readonly status: 'appended' } & AppendReceipt)
  /** The same command was applied before: its receipt, the same for ever. */
  | ({ readonly status: 'already-applied' } & AppendReceipt)
  /** Another command with the same id was applied before. Nothing is written. */
  | { readonly status: 'command-differs'; readonly streamId: string }
  /** The stream has moved on. Nothing is written. */
  | { readonly status: 'conflict' };

export interface RecordedEvent {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schema: number;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: unknown;
  readonly command: CommandRef;
  /** Place within the command's group of events, from 0, and how many it wrote. */
  readonly index: number;
  readonly count: number;
  readonly ruleVersion: string;
  readonly recordedAt: Instant;
  /** The workflow run that gave the command; absent for all others, and for events from before it was kept. */
  readonly workflow?: WorkflowRun;
  /** SHA-256 (hex) over the previous event's hash and this event's exact stored bytes; see chain.ts. */
  readonly hash: string;
  /** The exact stored text of the metadata and the data, as hashed. */
  readonly bytes: { readonly meta: string; readonly data: string };
}

/**
 * The record. Append only: there is no way to change or remove an event. An append returns after it is durable.
 * Faults: `store-outcome-unknown` (transient; ask again with the same request), `store-frozen` (permanent until an
 * operator acts), `store-unavailable` (transient, nothing was written), `append-malformed` (the caller's error: a name or
 * value that no store could keep), `record-damaged` (events are missing; nothing is read past the hole).
 */
export interface EventStore {
  append(request: AppendRequest): Promise<AppendOutcome>;
  /** All events of a stream in order; empty with revision -1 for an unknown stream. */
  readStream(streamId: string): Promise<{ readonly events: readonly RecordedEvent[]; readonly head: StreamHead }>;
  /** Up to `limit` (default 1,000) events behind a position, in the global order. */
  readAll(options: { readonly after: number; readonly limit?: number }): Promise<readonly RecordedEvent[]>;
  /** Pages of the global order from behind `after`, waiting for more, until the signal aborts. Never a gap, never twice. */
  follow(options: { readonly after: number; readonly signal: AbortSignal; readonly pageSize?: number }): AsyncIterable<readonly RecordedEvent[]>;
  /** The last position; 0 when nothing was written. */
  lastPosition(): Promise<number>;
  findCommand(commandId: string): Promise<AppendReceipt | undefined>;
  /** Lets appends that were accepted finish, and ends followers. */
  close(): Promise<void>;
}

/** All events of one command as another store has them, and the head of their stream that they follow. */
export interface RecordedGroup {
  readonly expected: StreamHead;
  readonly events: readonly RecordedEvent[];
}

/** `frozen`: a permanent error was met and nothing is written any more until the process is started anew. */
export type StoreHealth =
  | { readonly status: 'ok' }
  | { readonly status: 'unavailable' | 'frozen'; readonly since: Instant; readonly cause: string };

/** A store that another store's log can be written into as it is there. For moving a record; nothing that decides uses it. */
export interface LogTarget extends EventStore {
  /**
   * Appends whole groups in this order, with the ids, texts, times and hashes that they have. Faults besides those of an
   * append: `record-damaged` (a hash does not follow from the event and the one before it; that group and what comes
   * after it are not written), `copy-does-not-fit` (a stream's end, a command or a position here is not as it was there).
   */
  appendRecorded(groups: readonly RecordedGroup[]): Promise<void>;
  /** How the last append left the writer of this process. */
  health(): StoreHealth;
}
