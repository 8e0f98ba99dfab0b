import type { AppendOutcome, AppendReceipt, AppendRequest, LogTarget, RecordedEvent, RecordedGroup, StoreHealth, StreamHead } from './port.js';
import { followPages, type Following, type Wakeups } from './wakeups.js';
import type { Writer } from './writer.js';

/** What an adapter reads by. */
export interface LogReader {
  stream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }>;
  all(after: number, limit: number): Promise<readonly RecordedEvent[]>;
  lastPosition(): Promise<number>;
  command(commandId: string): Promise<AppendReceipt | undefined>;
}

export interface LogStoreParts {
  readonly writer: Writer;
  readonly reader: LogReader;
  readonly wakeups: Wakeups;
  /** How often a follower looks by itself, should a notice be lost. */
  readonly pollMs: number;
  /** Lets go of the connection, last of all. */
  readonly release: () => Promise<void>;
}

/** The record on a server: an adapter says how to send, to read and to listen there. */
export class LogStore implements LogTarget {
  private closed: Promise<void> | undefined;

  constructor(private readonly parts: LogStoreParts) {}

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.parts.writer.append(request);
  }

  appendRecorded(groups: readonly RecordedGroup[]): Promise<void> {
    return this.parts.writer.copy(groups);
  }

  /** As the last append left it; an append that succeeds makes `unavailable` `ok` again, nothing makes `frozen` so. */
  health(): StoreHealth {
    return this.parts.writer.health();
  }

  readStream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }> {
    return this.parts.reader.stream(streamId);
  }

  readAll({ after, limit = 1000 }: { after: number; limit?: number }): Promise<readonly RecordedEvent[]> {
    return this.parts.reader.all(after, limit);
  }

  follow(following: Following): AsyncIterable<readonly RecordedEvent[]> {
    return followPages((page) => this.readAll(page), this.parts.wakeups, this.parts.pollMs, following);
  }

  lastPosition(): Promise<number> {
    return this.parts.reader.lastPosition();
  }

  findCommand(commandId: string): Promise<AppendReceipt | undefined> {
    return this.parts.reader.command(commandId);
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    const { writer, wakeups, release } = this.parts;
    await writer.close();
    await wakeups.close();
    await release();
  }
}
