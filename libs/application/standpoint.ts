import type { EventStore } from '#event-store';
import { Fault, type Instant } from '#kernel';
import type { ReadModels, Standing, Views } from '#projections';
import type { api } from '#wire';
import { recordAsOf, type ReadableRecord } from './record-as-of.js';

/** What a question is answered from: the record, its rows and its clock, as they are or as they were at a past moment. */
export interface Standpoint {
  readonly store: ReadableRecord;
  readonly readModels: Views;
  readonly now: () => Instant;
  /** Null for the present. */
  readonly asOf: api.AsOfShape;
}

export interface StandpointPorts {
  readonly store: ReadableRecord & Pick<EventStore, 'lastPosition'>;
  readonly readModels: ReadModels;
  readonly now: () => Instant;
}

type Moment = NonNullable<api.AsOfShape>;

/** Before the first event there is no moment of the record. */
const BEFORE_ALL: Instant = '1970-01-01T00:00:00.000Z';
/** How long a question about a moment that has just passed waits for the read models. */
const PATIENCE_MS = 5_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/**
 * The present, or the moment that is named: a position, or an instant, which means all that was recorded at or before it.
 * Faults: `bad-as-of`, `as-of-not-yet` (a moment to come, a position beyond the record), `as-of-behind` (transient: the
 * read models have not come so far), `as-of-stopped` (one of them never will), `as-of-rebuilding` (transient: an upgrade
 * is making their tables anew).
 */
export async function standpoint(ports: StandpointPorts, asked: string | undefined): Promise<Standpoint> {
  if (asked === undefined) return { ...ports, asOf: null };
  const asOf = INSTANT.test(asked) ? await atInstant(ports, asked) : await atPosition(ports, asked);
  return { store: recordAsOf(ports.store, asOf.position), readModels: ports.readModels.asOf(asOf.position), now: () => asOf.at, asOf };
}

async function atInstant(ports: StandpointPorts, at: Instant): Promise<Moment> {
  const time = Date.parse(at);
  if (Number.isNaN(time) || new Date(time).toISOString() !== at) throw badAsOf(at);
  if (at > ports.now()) throw notYet({ at, now: ports.now() });
  const standing = await readable(ports);
  const last = await lastRecordedBy(ports, at);
  const [[next]] = await Promise.all([ports.store.readAll({ after: last, limit: 1 }), reach(ports, last, standing)]);
  return { position: next ? last - next.index : last, at };
}

/** Inside a command it is the end of the one before: its events are on record together, and no moment lies between them. */
async function atPosition(ports: StandpointPorts, asked: string): Promise<Moment> {
  const wanted = Number(asked);
  if (!/^\d{1,15}$/.test(asked)) throw badAsOf(asked);
  const [events] = await Promise.all([ports.store.readAll({ after: Math.max(wanted - 1, 0), limit: 2 }), reachOnRecord(ports, wanted)]);
  const next = events.find(({ position }) => position === wanted + 1);
  const position = next ? wanted - next.index : wanted;
  const [event] = position === wanted ? events : await ports.store.readAll({ after: position - 1, limit: 1 });
  return { position, at: position === 0 ? BEFORE_ALL : event!.recordedAt };
}

/** The position before the first event that was recorded later. Looks again when the read models have come to the record's end. */
async function lastRecordedBy(ports: StandpointPorts, at: Instant): Promise<number> {
  const later = await ports.readModels.recordedAfter(at);
  if (later.position !== null) return later.position - 1;
  const last = await ports.store.lastPosition();
  if (later.readTo >= last) return last;
  await reach(ports, last, await readable(ports));
  return ((await ports.readModels.recordedAfter(at)).position ?? last + 1) - 1;
}

async function reachOnRecord(ports: StandpointPorts, position: number): Promise<void> {
  const standing = await readable(ports);
  if (hasReached(standing, position)) return;
  const last = await ports.store.lastPosition();
  if (position > last) throw notYet({ position, last });
  await reach(ports, position, standing);
}

async function reach({ readModels }: StandpointPorts, position: number, standing: Standing): Promise<void> {
  if (hasReached(standing, position)) return;
  const { stoppedAt } = standing;
  if (stoppedAt !== null && stoppedAt < position) throw new Fault('as-of-stopped', { params: { position, stoppedAt }, tryNext: 'ask as of an earlier moment, or skip the event that a read model stopped at' });
  if (await readModels.waitFor(position, PATIENCE_MS)) return;
  throw new Fault('as-of-behind', { params: { position }, transient: true, tryNext: 'ask again in a moment, or as of an earlier one' });
}

/** All of them: one that has stopped would show what it knew then as if it were all. */
function hasReached({ position: reached, stoppedAt }: Standing, position: number): boolean {
  return reached >= position && (stoppedAt === null || stoppedAt >= position);
}

/** Where the read models stand; what an older product left behind holds no past, or another one. */
async function readable({ readModels }: StandpointPorts): Promise<Standing> {
  const standing = await readModels.standing();
  if (standing.ofOtherVersion) throw new Fault('as-of-rebuilding', { transient: true, tryNext: 'wait until the projector has rebuilt the read models for this version' });
  return standing;
}

function badAsOf(asOf: string): Fault {
  return new Fault('bad-as-of', { params: { asOf: asOf.slice(0, 40) }, tryNext: 'an instant such as 2026-10-03T08:00:00.000Z, or a position of the record' });
}

function notYet(params: Readonly<Record<string, string | number>>): Fault {
  return new Fault('as-of-not-yet', { params, tryNext: 'a moment that has passed, or a position that the record has reached' });
}
