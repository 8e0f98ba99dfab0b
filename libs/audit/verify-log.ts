import { aggregateNameOf, AGGREGATES, nextStep, type IssueState } from '#domain';
import { chainHashHex, eventIdOf, GENESIS_HASH, type RecordedEvent } from '#event-store';
import type { DomainEvent, Instant } from '#kernel';
import { decodeEvent } from '#wire';

/** What is wrong with the record, and where. `code` is a key of the message catalogue `cli`. */
export interface Finding {
  readonly code:
    | 'position-gap' | 'revision-gap' | 'chain-broken' | 'event-id-wrong' | 'event-unreadable' | 'event-illegal' | 'group-broken' | 'command-misfiled' | 'stream-unknown'
    | 'record-shorter' | 'person-key-lost' | 'erasure-unrecorded' | 'deadline-unfired';
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly params?: Readonly<Record<string, string | number>>;
}

interface Fold {
  readonly initial: unknown;
  evolve(state: unknown, event: DomainEvent): unknown;
}

/** Changed in place: a new one for each event of a long record is what the collector would be busy with. */
interface StreamSoFar {
  readonly fold: Fold | undefined;
  revision: number;
  hash: string;
  /** Undefined after an event that did not fit: the fold cannot go on, the chain can. */
  state: unknown;
  command: string;
  index: number;
  count: number;
  position: number;
  recordedAt: Instant;
}

/** How long a step may be overdue, and its issue unheard of: the clock passes one within a minute of any recovery, and what it passes may be on its way. */
const UNFIRED_MS = 2 * 60_000;

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
    const findings: Finding[] = [];
    for (const event of page) this.checkEvent(event, findings);
    return findings;
  }

  /** What can be told only at the end: groups that were cut short. */
  finish(): Finding[] {
    return [...this.streams].flatMap(([streamId, stream]) => cutShort(streamId, stream) ?? []);
  }

  /** Issues whose next step should have passed by now; only where a clock keeps this very record. Each, at most once: the steps behind it wait for it. */
  unfired(now: Instant): Finding[] {
    const latest = Date.parse(now) - UNFIRED_MS;
    return [...this.streams].flatMap(([streamId, { state, position, revision, recordedAt }]) => {
      if (state === undefined || aggregateNameOf(streamId) !== 'issue') return [];
      const next = nextStep(state as IssueState);
      if (!next || Date.parse(next.at) > latest || Date.parse(recordedAt) > latest) return [];
      return [{ code: 'deadline-unfired' as const, position, streamId, revision, params: { step: next.step, at: next.at } }];
    });
  }

  private checkEvent(event: RecordedEvent, findings: Finding[]): void {
    const { position, streamId, revision, command, index, hash } = event;
    if (position !== this.position + 1) findings.push(finding(event, 'position-gap', { expected: this.position + 1 }));
    this.position = position;
    this.checked += 1;

    const stream = this.streams.get(streamId) ?? this.begin(streamId);
    if (!stream.fold) findings.push(finding(event, 'stream-unknown'));
    if (revision !== stream.revision + 1) findings.push(finding(event, 'revision-gap', { expected: stream.revision + 1 }));
    const continues = command.id === stream.command;
    if (index !== (continues ? stream.index + 1 : 0)) findings.push(finding(event, 'group-broken', { command: command.id, index }));
    const cut = continues ? null : cutShort(streamId, stream);
    if (cut) findings.push(cut);
    if (event.eventId !== eventIdOf(streamId, command.id, index)) findings.push(finding(event, 'event-id-wrong'));
    if (chainedHash(stream.hash, event) !== hash) findings.push(finding(event, 'chain-broken'));
    stream.state = folded(stream, event, findings);
    stream.revision = revision;
    stream.hash = hash;
    stream.command = command.id;
    stream.index = index;
    stream.count = event.count;
    stream.position = position;
    stream.recordedAt = event.recordedAt;
  }

  private begin(streamId: string): StreamSoFar {
    const fold = foldOf(streamId);
    const stream = { fold, revision: -1, hash: GENESIS_HASH, state: fold?.initial, command: '', index: -1, count: 0, position: 0, recordedAt: '' };
    this.streams.set(streamId, stream);
    return stream;
  }
}

function finding({ position, streamId, revision }: RecordedEvent, code: Finding['code'], params?: Finding['params']): Finding {
  return { code, position, streamId, revision, ...(params ? { params } : {}) };
}

function folded({ fold, state }: StreamSoFar, event: RecordedEvent, findings: Finding[]): unknown {
  if (!fold || state === undefined) return undefined;
  let decoded: DomainEvent;
  try {
    decoded = decodeEvent(event);
  } catch (cause) {
    findings.push(finding(event, 'event-unreadable', { type: event.type, cause: codeOf(cause) }));
    return undefined;
  }
  try {
    return fold.evolve(state, decoded);
  } catch (cause) {
    findings.push(finding(event, 'event-illegal', { type: event.type, cause: codeOf(cause) }));
    return undefined;
  }
}

/** What the stream's events may be is for its own `evolve` to say. */
function foldOf(streamId: string): Fold | undefined {
  const name = aggregateNameOf(streamId);
  return name && AGGREGATES[name] as unknown as Fold;
}

/** All of a command's events are there, or none. */
function cutShort(streamId: string, { command, index, count, position, revision }: StreamSoFar): Finding | null {
  return index === count - 1 ? null : { code: 'group-broken', position, streamId, revision, params: { command, index, count } };
}

function chainedHash(previous: string, { streamId, revision, eventId, type, schema, bytes: { meta, data } }: RecordedEvent): string {
  return chainHashHex(previous, { streamId, revision, eventId, type, schema, meta, data });
}

/** A fault's code tells enough; a message could quote what was written in the event. */
function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
