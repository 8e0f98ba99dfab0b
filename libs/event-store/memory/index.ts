import { EventEmitter, once } from 'node:events';
import { instantOf } from '#kernel';
import { EMPTY_STREAM } from '../chain.js';
import { copyGroups } from '../copies.js';
import type { AppendOutcome, AppendReceipt, AppendRequest, LogTarget, RecordedEvent, RecordedGroup, StoreHealth, StreamHead } from '../port.js';
import { prepareAppend, type PreparedAppend } from '../prepare.js';
import { receiptOf, recordedEvent, repeatOutcome, type StoredEvent } from '../recorded.js';

/** A record that lasts as long as its process: for unit tests and trials, never for a campaign. */
export function openMemoryStore(): LogTarget {
  return new MemoryStore();
}

const NO_LIMITS = { events: Infinity, size: Infinity };

class MemoryStore implements LogTarget {
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  /** The first event of each command's group. */
  private readonly commands = new Map<string, StoredEvent>();
  private readonly growth = new EventEmitter().setMaxListeners(0);
  private closed = false;

  async append(request: AppendRequest): Promise<AppendOutcome> {
    return this.take(prepareAppend(request, instantOf(Date.now())));
  }

  async appendRecorded(groups: readonly RecordedGroup[]): Promise<void> {
    await copyGroups(groups, NO_LIMITS, async (batch) => batch.map((append) => ({ outcome: this.take(append) })));
  }

  private take({ request: { streamId, expected, command }, events }: PreparedAppend): AppendOutcome {
    const earlier = this.commands.get(command.id);
    if (earlier) return repeatOutcome(earlier, command.digest);
    const head = this.headOf(streamId);
    if (head.revision !== expected.revision || head.hash !== expected.hash) return { status: 'conflict' };

    const stream = this.streams.get(streamId) ?? [];
    const stored = events.map(({ hash, ...event }, index): StoredEvent =>
      ({ ...event, streamId, position: this.events.length + 1 + index, hash: hash.toString('hex') }));
    this.streams.set(streamId, stream);
    for (const event of stored) {
      this.events.push(event);
      stream.push(event);
    }
    this.commands.set(command.id, stored[0]!);
    this.growth.emit('grown');
    return { status: 'appended', ...receiptOf(stored[0]!) };
  }

  async readStream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }> {
    return { events: (this.streams.get(streamId) ?? []).map(recordedEvent), head: this.headOf(streamId) };
  }

  async readAll({ after, limit = 1000 }: { after: number; limit?: number }): Promise<readonly RecordedEvent[]> {
    return this.events.slice(after, after + limit).map(recordedEvent);
  }

  async *follow({ after, signal, pageSize = 1000 }: { after: number; signal: AbortSignal; pageSize?: number }): AsyncIterable<readonly RecordedEvent[]> {
    let position = after;
    while (!signal.aborted && !this.closed) {
      const page = await this.readAll({ after: position, limit: pageSize });
      if (page.length > 0) {
        position += page.length;
        yield page;
      } else if (this.events.length <= position) {
        await once(this.growth, 'grown', { signal }).catch(() => undefined);
      }
    }
  }

  async lastPosition(): Promise<number> {
    return this.events.length;
  }

  async findCommand(commandId: string): Promise<AppendReceipt | undefined> {
    const start = this.commands.get(commandId);
    return start && receiptOf(start);
  }

  health(): StoreHealth {
    return { status: 'ok' };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.growth.emit('grown');
  }

  private headOf(streamId: string): StreamHead {
    const last = this.streams.get(streamId)?.at(-1);
    return last ? { revision: last.revision, hash: last.hash } : EMPTY_STREAM;
  }
}
