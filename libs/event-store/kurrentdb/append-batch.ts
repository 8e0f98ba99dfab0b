import { NO_STREAM, type AppendStreamRequest, type AppendStreamState, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EMPTY_STREAM } from '../chain.js';
import type { AppendOutcome } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import { receiptOf, repeatOutcome, type StoredEvent } from '../recorded.js';
import type { Attempt, Sender } from '../writer.js';
import { eventToKeep, groupToKeep, type Group } from './codec.js';
import { failureOf, isLostRace } from './failure.js';
import type { Reader } from './reader.js';
import type { StreamNames } from './streams.js';

/** Times that a batch looks again at once after another process was faster; then it waits a little. */
const ROUNDS = 10;

interface Parts {
  readonly client: Pick<KurrentDBClient, 'multiStreamAppend'>;
  readonly reader: Reader;
  readonly names: StreamNames;
}

/** What is on record for an append at the moment: it goes through if the log still ends there when it arrives. */
interface Look {
  readonly append: PreparedAppend;
  /** The first event that its command wrote, if it did. */
  readonly earlier: StoredEvent | undefined;
  readonly fits: boolean;
  readonly index: AppendStreamState;
}

/**
 * Sends batches as one transaction each. Every attempt first looks for the command ids, then writes with the log's end, the
 * streams' ends and the absence of the commands as conditions: a look that is no longer true writes nothing.
 */
export function batchSender(parts: Parts): Sender {
  return (batch) => async (again) => {
    let lost: unknown;
    for (let round = 0; round < ROUNDS; round++) {
      const attempt = await sendOnce(parts, batch, again);
      if ('outcomes' in attempt || !isLostRace(attempt.cause)) return attempt;
      lost = attempt.cause;
    }
    return { failure: 'transient', cause: lost };
  };
}

async function sendOnce({ client, reader, names }: Parts, batch: readonly PreparedAppend[], again: boolean): Promise<Attempt> {
  let last: number;
  let looks: readonly Look[];
  try {
    // The log's end first: whatever is appended behind it after this, the looks included, makes the write fail.
    last = await reader.lastPosition();
    looks = await Promise.all(batch.map((append) => lookFor(reader, append)));
  } catch (cause) {
    return { failure: failureOf(causeOf(cause)) === 'permanent' ? 'permanent' : 'not-sent', cause };
  }
  let position = last + 1;
  const placed = new Map<PreparedAppend, number>();
  for (const { append, earlier, fits } of looks) {
    if (earlier || !fits) continue;
    placed.set(append, position);
    position += append.events.length;
  }
  try {
    if (placed.size > 0) await client.multiStreamAppend(requestsFor(names, last, looks, placed));
  } catch (cause) {
    return { failure: failureOf(cause), cause };
  }
  return { outcomes: looks.map((look) => outcomeOf(look, placed.get(look.append), again)) };
}

async function lookFor(reader: Reader, append: PreparedAppend): Promise<Look> {
  const { streamId, expected, command } = append.request;
  const [earlier, last] = await Promise.all([reader.commandStart(command.id), reader.lastGroup(streamId)]);
  const head = last ? { revision: last.group.revision + last.group.count - 1, hash: last.group.hash } : EMPTY_STREAM;
  return { append, earlier, fits: head.revision === expected.revision && head.hash === expected.hash, index: last?.indexRevision ?? NO_STREAM };
}

function requestsFor(names: StreamNames, last: number, looks: readonly Look[], placed: ReadonlyMap<PreparedAppend, number>): AppendStreamRequest[] {
  const written = looks.filter(({ append }) => placed.has(append));
  const log: AppendStreamRequest = {
    streamName: names.log,
    expectedState: last === 0 ? NO_STREAM : BigInt(last - 1),
    events: written.flatMap(({ append }) => append.events.map((event) => eventToKeep(append, event))),
  };
  const indexes = written.flatMap(({ append, index }): AppendStreamRequest[] => {
    const group = groupOf(append, placed.get(append)!);
    const { streamId, command } = append.request;
    return [
      { streamName: names.indexOfStream(streamId), expectedState: index, events: [groupToKeep(group)] },
      { streamName: names.indexOfCommand(command.id), expectedState: NO_STREAM, events: [groupToKeep(group)] },
    ];
  });
  return [log, ...indexes];
}

function groupOf({ request, events }: PreparedAppend, position: number): Group {
  return { stream: request.streamId, revision: events[0]!.revision, count: events.length, position, hash: events.at(-1)!.hash.toString('hex') };
}

function outcomeOf({ append: { request, events }, earlier }: Look, position: number | undefined, again: boolean): AppendOutcome {
  const [first] = events;
  if (position !== undefined) return { status: 'appended', ...receiptOf({ streamId: request.streamId, position, revision: first!.revision, meta: first!.meta }) };
  if (!earlier) return { status: 'conflict' };
  // On a second attempt exactly these bytes are on record: the first had arrived, only its answer was lost.
  if (again && earlier.meta === first!.meta) return { status: 'appended', ...receiptOf(earlier) };
  return repeatOutcome(earlier, request.command.digest);
}

function causeOf(fault: unknown): unknown {
  return fault instanceof Error && fault.cause !== undefined ? fault.cause : fault;
}
