import { Fault } from '#kernel';
import type { EventStore } from '#event-store';
import type pg from 'pg';
import { moveCopy, stopCopy, SUFFIX, type CopyName } from './copies.js';
import { codeOf, PoisonEvent } from './poison.js';
import type { Sink } from './sink.js';
import { take, type Follower } from './take.js';

const PAGE = 1000;

/** Takes into a set of tables what was appended between two positions, each page a transaction of its own. Faults: `record-shorter`; throws PoisonEvent. */
export async function takeUpTo(client: pg.ClientBase, store: Pick<EventStore, 'readAll'>, follower: Follower, from: number, end: number): Promise<number> {
  const { name } = follower.sink.projection;
  let at = from;
  while (at < end) {
    const events = await store.readAll({ after: at, limit: Math.min(PAGE, end - at) });
    if (events.length === 0) throw new Fault('record-shorter', { params: { name, position: end, record: at }, tryNext: 'the record has lost its end: restore it, do not rebuild from it' });
    const moved = await take(client, follower, at, events);
    if (moved === null) throw new Fault('rebuild-running', { params: { name }, transient: true, tryNext: 'another process moved the same copy: look how it stands now' });
    at = moved;
  }
  return at;
}

/** Brings a copy to a position that the live read model has reached; where it ends. Faults: `rebuild-stopped`, `record-shorter`. */
export async function catchUp(client: pg.ClientBase, store: Pick<EventStore, 'readAll'>, sink: Sink, { copy, position }: { readonly copy: CopyName; readonly position: number }, end: number): Promise<number> {
  const { name } = sink.projection;
  const follower: Follower = { sink, suffix: SUFFIX[copy], move: (within, from, to) => moveCopy(within, name, copy, from, to), moved: () => undefined };
  return await stoppingAtPoison(client, name, copy, () => takeUpTo(client, store, follower, position, end));
}

/** Writes down the event that a copy stops at. Fault `rebuild-stopped` with what an operator needs to skip it. */
export async function stoppingAtPoison<T>(client: pg.ClientBase, name: string, copy: CopyName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PoisonEvent)) throw error;
    await stopCopy(client, name, copy, error);
    throw stopped(error);
  }
}

export function stopped(poison: PoisonEvent): Fault {
  const { projection: name, event: { position, type } } = poison;
  return new Fault('rebuild-stopped', {
    params: { name, position, type, reason: codeOf(poison) }, cause: poison,
    tryNext: 'run a version of the product that can take this event, or skip it and rebuild again: the live read model is untouched',
  });
}
