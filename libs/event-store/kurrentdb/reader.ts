import { BACKWARDS, END, FORWARDS, START, type KurrentDBClient, type ReadStreamOptions, type RecordedEvent as KeptEvent } from '@kurrent/kurrentdb-client';
import { Fault } from '#kernel';
import { EMPTY_STREAM } from '../chain.js';
import type { AppendReceipt, RecordedEvent, StreamHead } from '../port.js';
import { receiptOf, recordedEvent, type StoredEvent } from '../recorded.js';
import { keptEvent, keptGroup, type Group } from './codec.js';
import { failureOf, isMissingStream } from './failure.js';
import type { StreamNames } from './streams.js';

/** Reads that are under way at once for one stream. */
const AT_ONCE = 8;

interface Stretch {
  readonly position: number;
  readonly count: number;
}

/** Reads the record. A page or stream with a hole is never handed on: Fault `record-damaged`. */
export class Reader {
  constructor(private readonly client: Pick<KurrentDBClient, 'readStream'>, private readonly names: StreamNames) {}

  async stream(streamId: string): Promise<{ events: readonly RecordedEvent[]; head: StreamHead }> {
    const groups = (await this.read(this.names.indexOfStream(streamId), { fromRevision: START })).map(keptGroup);
    const events: StoredEvent[] = [];
    const stretches = stretchesOf(groups);
    for (let first = 0; first < stretches.length; first += AT_ONCE) {
      const read = await Promise.all(stretches.slice(first, first + AT_ONCE).map((stretch) => this.stretch(stretch)));
      events.push(...read.flat());
    }
    events.forEach((event, index) => refuseHole(event, 'revision', index));
    for (const event of events) if (event.streamId !== streamId) throw damaged(event, 'stream', streamId, event.streamId);
    const last = events.at(-1);
    return { events: events.map(recordedEvent), head: last ? { revision: last.revision, hash: last.hash } : EMPTY_STREAM };
  }

  async all(after: number, limit: number): Promise<readonly RecordedEvent[]> {
    return (await this.log(after, limit)).map(recordedEvent);
  }

  async lastPosition(): Promise<number> {
    const [last] = await this.read(this.names.log, { fromRevision: END, direction: BACKWARDS, maxCount: 1 });
    return last ? Number(last.revision) + 1 : 0;
  }

  async command(commandId: string): Promise<AppendReceipt | undefined> {
    const start = await this.commandStart(commandId);
    return start && receiptOf(start);
  }

  /** The first event of a command's group. */
  async commandStart(commandId: string): Promise<StoredEvent | undefined> {
    const [kept] = await this.read(this.names.indexOfCommand(commandId), { fromRevision: START, maxCount: 1 });
    if (!kept) return undefined;
    const [start] = await this.stretch({ ...keptGroup(kept), count: 1 });
    return start;
  }

  /** The index's last entry, and its own revision in the index. */
  async lastGroup(streamId: string): Promise<{ readonly group: Group; readonly indexRevision: bigint } | undefined> {
    const [kept] = await this.read(this.names.indexOfStream(streamId), { fromRevision: END, direction: BACKWARDS, maxCount: 1 });
    return kept && { group: keptGroup(kept), indexRevision: kept.revision };
  }

  private async stretch({ position, count }: Stretch): Promise<readonly StoredEvent[]> {
    const events = await this.log(position - 1, count);
    if (events.length < count) throw new Fault('record-damaged', { params: { order: 'position', expected: position + count - 1, found: position + events.length - 1 }, tryNext: REPAIR });
    return events;
  }

  private async log(after: number, limit: number): Promise<readonly StoredEvent[]> {
    if (limit < 1) return [];
    const events = (await this.read(this.names.log, { fromRevision: BigInt(after), maxCount: limit })).map(keptEvent);
    events.forEach((event, index) => refuseHole(event, 'position', after + 1 + index));
    return events;
  }

  /** From the leader: another node may not have heard of the latest yet. A stream that is not there is empty. */
  private async read(stream: string, options: ReadStreamOptions): Promise<KeptEvent[]> {
    const kept: KeptEvent[] = [];
    try {
      for await (const { event } of this.client.readStream(stream, { direction: FORWARDS, requiresLeader: true, ...options })) if (event) kept.push(event);
    } catch (cause) {
      if (isMissingStream(cause)) return [];
      const transient = failureOf(cause) !== 'permanent';
      throw new Fault('store-unavailable', { params: { reason: 'database' }, transient, cause, tryNext: 'nothing was read; ask again' });
    }
    return kept;
  }
}

const REPAIR = 'events are missing from the database; restore it from a backup and run verify';

/** Groups that lie next to each other in the log are read as one. */
function stretchesOf(groups: readonly Group[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { position, count } of groups) {
    const last = stretches.at(-1);
    if (last && last.position + last.count === position) stretches[stretches.length - 1] = { position: last.position, count: last.count + count };
    else stretches.push({ position, count });
  }
  return stretches;
}

function refuseHole(event: StoredEvent, order: 'revision' | 'position', expected: number): void {
  if (event[order] !== expected) throw damaged(event, order, expected, event[order]);
}

function damaged({ streamId }: StoredEvent, order: string, expected: number | string, found: number | string): Fault {
  return new Fault('record-damaged', { params: { order, expected, found, stream: streamId }, tryNext: REPAIR });
}
