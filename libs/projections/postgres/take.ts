import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { applyPage } from './page.js';
import { liesInTheEvent, PoisonEvent } from './poison.js';
import type { Sink } from './sink.js';
import type { Suffix } from './table.js';

/** A set of a read model's tables that follows the record: the live one, or a copy beside it. */
export interface Follower {
  readonly sink: Sink;
  readonly suffix: Suffix;
  /** Moves the set's own position within the caller's transaction; false when it is no longer where the caller believed it. */
  move(client: pg.ClientBase, from: number, to: number): Promise<boolean>;
  /** Hears of each committed page. */
  moved(position: number): void;
}

/**
 * Takes a page; when an event of it cannot be taken, all before that event, and then throws PoisonEvent. Answers with the
 * new position; null when the set was no longer where it was believed to be.
 */
export async function take(client: pg.ClientBase, follower: Follower, from: number, events: readonly RecordedEvent[]): Promise<number | null> {
  try {
    return await commitPage(client, follower, from, events);
  } catch (error) {
    if (!liesInTheEvent(error)) throw error;
    if (events.length === 1) throw new PoisonEvent(follower.sink.projection.name, events[0]!, error);
    const half = events.length >> 1;
    const between = await take(client, follower, from, events.slice(0, half));
    return between === null ? null : await take(client, follower, between, events.slice(half));
  }
}

async function commitPage(client: pg.ClientBase, { sink, suffix, move, moved }: Follower, from: number, events: readonly RecordedEvent[]): Promise<number | null> {
  const to = events.at(-1)!.position;
  if (!events.some((event) => sink.projection.keyOf(event) !== null)) {
    // Nothing to write but the position: one statement, which is a transaction of its own.
    if (!await move(client, from, to)) return null;
    moved(to);
    return to;
  }
  await client.query('begin');
  try {
    // First, so that its row lock keeps a switch out until the page is through.
    if (!await move(client, from, to)) {
      await client.query('rollback');
      return null;
    }
    await applyPage(client, sink, events, suffix);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  moved(to);
  return to;
}
