import type { EventStore } from '#event-store';
import { Fault, type Instant } from '#kernel';
import type { ReadModels, Views } from '#projections';
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
 * read models have not come so far).
 */
export async function standpoint(ports: StandpointPorts, asked: string | undefined): Promise<Standpoint> {
  if (asked === undefined) return { ...ports, asOf: null };
  const asOf = INSTANT.test(asked) ? await atInstant(ports, asked) : await atPosition(ports, asked);
  await reach(ports, asOf.position);
  return { store: recordAsOf(ports.store, asOf.position), readModels: ports.readModels.asOf(asOf.position), now: () => asOf.at, asOf };
}

async function atInstant(ports: StandpointPorts, at: Instant): Promise<Moment> {
  const time = Date.parse(at);
  if (Number.isNaN(time) || new Date(time).toISOString() !== at) throw badAsOf(at);
  if (at > ports.now()) throw notYet({ at, now: ports.now() });
  return { position: await groupsEnd(ports.store, await lastRecordedBy(ports, at)), at };
}

async function atPosition({ store }: StandpointPorts, asked: string): Promise<Moment> {
  const wanted = Number(asked);
  if (!/^\d{1,15}$/.test(asked)) throw badAsOf(asked);
  const last = await store.lastPosition();
  if (wanted > last) throw notYet({ position: wanted, last });
  const position = await groupsEnd(store, wanted);
  const [event] = position === 0 ? [] : await store.readAll({ after: position - 1, limit: 1 });
  return { position, at: event?.recordedAt ?? BEFORE_ALL };
}

/** The position before the first event that was recorded later. Looks again when the read models have come to the record's end. */
async function lastRecordedBy(ports: StandpointPorts, at: Instant): Promise<number> {
  const later = await ports.readModels.recordedAfter(at);
  if (later.position !== null) return later.position - 1;
  const last = await ports.store.lastPosition();
  if (later.readTo >= last) return last;
  await reach(ports, last);
  return ((await ports.readModels.recordedAfter(at)).position ?? last + 1) - 1;
}

/** The last position up to this one where a command's events end: they are on record together, and no moment lies between them. */
async function groupsEnd(store: Pick<EventStore, 'readAll'>, position: number): Promise<number> {
  const [next] = await store.readAll({ after: position, limit: 1 });
  return next ? position - next.index : position;
}

async function reach({ readModels }: StandpointPorts, position: number): Promise<void> {
  if (await readModels.position() >= position || await readModels.waitFor(position, PATIENCE_MS)) return;
  throw new Fault('as-of-behind', { params: { position }, transient: true, tryNext: 'ask again in a moment, or as of an earlier one' });
}

function badAsOf(asOf: string): Fault {
  return new Fault('bad-as-of', { params: { asOf: asOf.slice(0, 40) }, tryNext: 'an instant such as 2026-10-03T08:00:00.000Z, or a position of the record' });
}

function notYet(params: Readonly<Record<string, string | number>>): Fault {
  return new Fault('as-of-not-yet', { params, tryNext: 'a moment that has passed, or a position that the record has reached' });
}
