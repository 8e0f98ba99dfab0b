import { cadreDecider, epochDecider, erasureDecider, householdDecider, issueDecider, readModelDecider, rosterDecider, rulebookDecider, unitDecider } from '#domain';
import { chainHash, eventIdOf, GENESIS_HASH, type RecordedEvent } from '#event-store';
import type { DomainEvent } from '#kernel';
import { decodeEvent } from '#wire';

/** What is wrong with the record, and where. `code` is a key of the message catalogue `cli`. */
export interface Finding {
  readonly code:
    | 'position-gap' | 'revision-gap' | 'chain-broken' | 'event-id-wrong' | 'event-unreadable' | 'event-illegal' | 'group-broken' | 'stream-unknown'
    | 'record-shorter';
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly params?: Readonly<Record<string, string | number>>;
}

interface Fold {
  readonly initial: unknown;
  evolve(state: unknown, event: DomainEvent): unknown;
}

interface StreamSoFar {
  readonly revision: number;
  readonly hash: string;
  /** Undefined after an event that did not fit: the fold cannot go on, the chain can. */
  readonly state: unknown;
  readonly command: string;
  readonly index: number;
  readonly count: number;
  readonly position: number;
}

/** Streams are named `<aggregate>/<id>`, or by the aggregate alone where there is one in the whole record. */
const FOLDS = new Map<string, Fold>(
  Object.entries({ issue: issueDecider, unit: unitDecider, cadre: cadreDecider, household: householdDecider, roster: rosterDecider, rulebook: rulebookDecider, erasure: erasureDecider, epoch: epochDecider, 'read-model': readModelDecider })
    .map(([name, decider]) => [name, decider as unknown as Fold]),
);

/**
 * Checks the global order event by event: positions and revisions without a gap, ids that follow from their commands,
 * each command's group whole, each hash anew from the stored bytes, each event legal from the fold before it.
 * Give it every page of the record in order, from position 1.
 */
export class LogVerifier {
  private position = 0;
  private checked = 0;
  private readonly streams = new Map<string, StreamSoFar>();

  /** Events checked so far. */
  get events(): number {
    return this.checked;
  }

  get streamCount(): number {
    return this.streams.size;
  }

  check(page: readonly RecordedEvent[]): Finding[] {
    return page.flatMap((event) => this.checkEvent(event));
  }

  /** What can be told only at the end: groups that were cut short. */
  finish(): Finding[] {
    return [...this.streams].flatMap(([streamId, stream]) => cutShort(streamId, stream));
  }

  private checkEvent(event: RecordedEvent): Finding[] {
    const findings: Finding[] = [];
    const found = (code: Finding['code'], params?: Finding['params']): void => {
      findings.push({ code, position: event.position, streamId: event.streamId, revision: event.revision, ...(params ? { params } : {}) });
    };
    if (event.position !== this.position + 1) found('position-gap', { expected: this.position + 1 });
    this.position = event.position;
    this.checked += 1;

    const fold = FOLDS.get(event.streamId.split('/')[0] ?? '');
    if (!fold) found('stream-unknown');
    const before = this.streams.get(event.streamId) ?? { revision: -1, hash: GENESIS_HASH, state: fold?.initial, command: '', index: -1, count: 0, position: 0 };
    if (event.revision !== before.revision + 1) found('revision-gap', { expected: before.revision + 1 });
    const continues = event.command.id === before.command;
    if (event.index !== (continues ? before.index + 1 : 0)) found('group-broken', { command: event.command.id, index: event.index });
    if (!continues) findings.push(...cutShort(event.streamId, before));
    if (event.eventId !== eventIdOf(event.streamId, event.command.id, event.index)) found('event-id-wrong');
    if (chainedHash(before.hash, event) !== event.hash) found('chain-broken');
    this.streams.set(event.streamId, {
      revision: event.revision, hash: event.hash, command: event.command.id, index: event.index, count: countOf(event), position: event.position,
      state: this.folded(fold, before.state, event, found),
    });
    return findings;
  }

  private folded(fold: Fold | undefined, state: unknown, event: RecordedEvent, found: (code: Finding['code'], params?: Finding['params']) => void): unknown {
    if (!fold || state === undefined) return undefined;
    let decoded: DomainEvent;
    try {
      decoded = decodeEvent(event);
    } catch (cause) {
      found('event-unreadable', { type: event.type, cause: codeOf(cause) });
      return undefined;
    }
    try {
      return fold.evolve(state, decoded);
    } catch (cause) {
      found('event-illegal', { type: event.type, cause: codeOf(cause) });
      return undefined;
    }
  }
}

/** All of a command's events are there, or none. */
function cutShort(streamId: string, { command, index, count, position, revision }: StreamSoFar): Finding[] {
  return index === count - 1 ? [] : [{ code: 'group-broken', position, streamId, revision, params: { command, index, count } }];
}

/** A command's events, as the event itself says; what says nothing stands alone. */
function countOf(event: RecordedEvent): number {
  try {
    return (JSON.parse(event.bytes.meta) as { readonly count: number }).count;
  } catch {
    return 1;
  }
}

function chainedHash(previous: string, { bytes, ...event }: RecordedEvent): string {
  return chainHash(Buffer.from(previous, 'hex'), { ...event, ...bytes }).toString('hex');
}

/** A fault's code tells enough; a message could quote what was written in the event. */
function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
