import { cadresIn, trailEntry } from '#audit';
import type { EventStore, RecordedEvent } from '#event-store';
import { Fault, type DomainEvent } from '#kernel';
import type { Positions, Read, Scope, Views } from '#projections';
import { decodeEvent, type api } from '#wire';
import { everyPage } from './every-page.js';
import { namesOf } from './names.js';

export interface EventSources {
  readonly store: Pick<EventStore, 'readAll' | 'findCommand'>;
  readonly readModels: Pick<Views, 'trail' | 'units' | 'cadreNames'>;
}

export type EventFilter = Omit<api.TrailQuery, 'cursor' | 'limit' | 'asOf'>;

/** Events this close together are read at once, with those between them. */
const NEAR = 20;
const PAGE = 200;
const NOWHERE: Positions = { first: 1, last: 0 };

/** A page of the events that a search finds: found by the read model, told by the record. `until`: none behind this position. */
export async function searchEvents({ store, readModels }: EventSources, query: api.TrailQuery, scope: Scope, until?: number): Promise<Read<api.TrailPage>> {
  const between = query.command === undefined ? until === undefined ? undefined : { first: 1, last: until } : await positionsOf(store, query.command);
  const { rows, next, position } = await readModels.trail(query, scope, between);
  const events = await readAt(store, rows.map((row) => row.position));
  const told = rows.map((row) => ({ row, recorded: events.get(row.position)!, event: readable(events.get(row.position)!) }));
  const names = await namesOf(readModels, told.flatMap(({ event }) => cadresIn(event)));
  return {
    rows: told.map(({ row: { issueId, number }, recorded, event }) => trailEntry(recorded, event, names, issueId === null ? null : { issueId, number: number ?? issueId })),
    next, position,
  };
}

/** Everything that a search finds, a page at a time, up to where the record was read at the beginning. */
export async function* everyEvent(sources: EventSources, filter: EventFilter, scope: Scope): AsyncGenerator<readonly api.TrailEntry[]> {
  let until: number | undefined;
  for await (const { rows, position } of everyPage((from) => searchEvents(sources, { ...filter, ...from, limit: PAGE }, scope, until))) {
    until ??= position;
    yield rows;
  }
}

async function positionsOf(store: EventSources['store'], commandId: string): Promise<Positions> {
  const receipt = await store.findCommand(commandId);
  return receipt ? { first: receipt.lastPosition - (receipt.lastRevision - receipt.firstRevision), last: receipt.lastPosition } : NOWHERE;
}

async function readAt(store: EventSources['store'], positions: readonly number[]): Promise<ReadonlyMap<number, RecordedEvent>> {
  const runs: { first: number; last: number }[] = [];
  for (const position of positions.toSorted((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run && position - run.last <= NEAR) run.last = position;
    else runs.push({ first: position, last: position });
  }
  const pages = await Promise.all(runs.map(({ first, last }) => store.readAll({ after: first - 1, limit: last - first + 1 })));
  return new Map(pages.flat().map((event) => [event.position, event]));
}

/** An event that this version of the product cannot read is still shown: that it is there, by whom and when. */
function readable(recorded: RecordedEvent): DomainEvent {
  try {
    return decodeEvent(recorded);
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    const { type, at, by } = recorded;
    return { type, at, by, data: {} };
  }
}
