import { Fault } from '#kernel';
import type { BatchLimits, Settled } from './batcher.js';
import { chainHash } from './chain.js';
import type { RecordedGroup } from './port.js';
import type { PreparedAppend, PreparedEvent } from './prepare.js';

type CopyLimits = Pick<BatchLimits, 'events' | 'size'>;

interface Copy {
  readonly append: PreparedAppend;
  readonly lastPosition: number;
}

/** Writes groups of another store by `flush`, in their order, and sees that each came to lie where it lay. */
export async function copyGroups(groups: readonly RecordedGroup[], limits: CopyLimits, flush: (batch: readonly PreparedAppend[]) => Promise<readonly Settled[]>): Promise<void> {
  for (const batch of batchesInOrder(groups, limits)) {
    const settled = await flush(batch.map(({ append }) => append));
    batch.forEach((copy, index) => refuseMisfit(copy, settled[index]!));
  }
}

/** Cuts where a stream or a command would occur twice: a batch is judged as a whole, by what was there before it. */
function* batchesInOrder(groups: readonly RecordedGroup[], limits: CopyLimits): Generator<readonly Copy[]> {
  let batch: Copy[] = [];
  let taken = new Set<string>();
  let events = 0;
  let size = 0;
  for (const group of groups) {
    const copy = copyOf(group);
    const { request, events: own, size: ownSize } = copy.append;
    const names = [`stream ${request.streamId}`, `command ${request.command.id}`];
    const full = events + own.length > limits.events || size + ownSize > limits.size;
    if (batch.length > 0 && (full || names.some((name) => taken.has(name)))) {
      yield batch;
      [batch, taken, events, size] = [[], new Set(), 0, 0];
    }
    batch.push(copy);
    for (const name of names) taken.add(name);
    events += own.length;
    size += ownSize;
  }
  if (batch.length > 0) yield batch;
}

/** The append that writes these events again, byte for byte. */
function copyOf({ expected, events }: RecordedGroup): Copy {
  const { streamId, command, ruleVersion } = events[0]!;
  let previous: Buffer = Buffer.from(expected.hash, 'hex');
  let size = 0;
  const prepared = events.map(({ position, revision, eventId, type, schema, hash, bytes: { meta, data } }, index): PreparedEvent => {
    const event = { revision, eventId, type, schema, meta, data };
    previous = chainHash(previous, { streamId, ...event });
    if (revision !== expected.revision + 1 + index || previous.toString('hex') !== hash) throw damaged(streamId, position);
    size += meta.length + data.length;
    return { ...event, hash: previous };
  });
  return { append: { request: { streamId, expected, command, ruleVersion, events }, events: prepared, size }, lastPosition: events.at(-1)!.position };
}

function refuseMisfit({ append: { request: { streamId } }, lastPosition }: Copy, settled: Settled): void {
  if ('fault' in settled) throw settled.fault;
  const { outcome } = settled;
  // A copy that was interrupted may have arrived before: it is where it belongs all the same.
  if ((outcome.status === 'appended' || outcome.status === 'already-applied') && outcome.lastPosition === lastPosition) return;
  throw new Fault('copy-does-not-fit', {
    params: { position: lastPosition, stream: streamId, status: outcome.status },
    tryNext: 'nothing else may write there while a log is copied: begin anew with an empty store',
  });
}

function damaged(stream: string, position: number): Fault {
  return new Fault('record-damaged', { params: { order: 'chain', stream, position }, tryNext: 'run verify on the record that is copied from; a damaged one is not copied' });
}
