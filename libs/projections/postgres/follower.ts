import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { moveCheckpoint, readCheckpoint, type Checkpoint } from './checkpoint.js';
import type { Feed } from './feed.js';
import { applyPage } from './page.js';
import { describe, isPoisoned, liesInTheEvent, PoisonEvent, recordPoison } from './poison.js';
import type { Sink } from './sink.js';

export interface FollowerParts {
  readonly pool: pg.Pool;
  readonly feed: Feed;
  readonly sink: Sink;
  readonly log: ProjectorLog;
  /** Called after each committed page. */
  readonly moved: (name: string, position: number) => void;
  /** How long before looking again: for the lock, after a failure, and for a way out of a poison event. */
  readonly againMs: number;
  /** Brings the read model to the projection's version. */
  readonly rebuild: (name: string) => Promise<void>;
}

export interface ProjectorLog {
  info(facts: Readonly<Record<string, string | number>>, message: string): void;
  error(facts: Readonly<Record<string, string | number>>, message: string): void;
}

/**
 * Keeps one read model up to the log until the signal aborts. Its connection holds the projection's lock: another
 * process's follower waits. Should two ever write, the checkpoint's own check lets one page through.
 */
export async function follow(parts: FollowerParts, signal: AbortSignal): Promise<void> {
  const { log, sink: { projection: { name } } } = parts;
  while (!signal.aborted) {
    try {
      await session(parts, signal);
    } catch (error) {
      log.error({ projection: name, error: describe(error) }, 'read model tries again');
    }
    await sleep(parts.againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function session(parts: FollowerParts, signal: AbortSignal): Promise<void> {
  const client = await parts.pool.connect();
  // A connection that breaks while it waits for events is noticed by the next statement.
  client.on('error', () => undefined);
  try {
    if (await takeLock(client, parts.sink.projection.name)) await keepUp(client, parts, signal);
  } finally {
    // Ending the connection gives the lock back, whatever state it is in.
    client.release(true);
  }
}

async function takeLock(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(hashtextextended('minqing/read/' || $1, 0)) as taken`, [name]);
  // Rows and checkpoint are one transaction: a crash may take back the last ones, never half of one. They are projected again.
  await client.query('set synchronous_commit = off');
  return rows[0]!.taken;
}

async function keepUp(client: pg.ClientBase, parts: FollowerParts, signal: AbortSignal): Promise<void> {
  const { feed, sink: { projection } } = parts;
  let at = await readCheckpoint(client, projection.name);
  if (at.version > projection.version) return;
  if (at.version < projection.version) {
    await parts.rebuild(projection.name);
    at = await readCheckpoint(client, projection.name);
  }
  while (!signal.aborted) {
    const events = await feed.next(at.position, signal);
    if (events.length === 0) return;
    try {
      const moved = await take(client, parts, at, events);
      // Someone else moved the checkpoint, perhaps to another version: look at everything again.
      if (!moved) return;
      at = moved;
    } catch (error) {
      if (!(error instanceof PoisonEvent)) throw error;
      await stopAt(client, parts, error, signal);
      return;
    }
  }
}

/**
 * Takes a page; when an event of it cannot be taken, all before that event, and then throws PoisonEvent. Null when the
 * checkpoint was no longer where it was believed to be.
 */
async function take(client: pg.ClientBase, parts: FollowerParts, from: Checkpoint, events: readonly RecordedEvent[]): Promise<Checkpoint | null> {
  try {
    return await commitPage(client, parts, from, events);
  } catch (error) {
    if (!liesInTheEvent(error)) throw error;
    if (events.length === 1) throw new PoisonEvent(parts.sink.projection.name, events[0]!, error);
    const half = events.length >> 1;
    const between = await take(client, parts, from, events.slice(0, half));
    return between && await take(client, parts, between, events.slice(half));
  }
}

async function commitPage(client: pg.ClientBase, { sink, moved }: FollowerParts, from: Checkpoint, events: readonly RecordedEvent[]): Promise<Checkpoint | null> {
  const { name } = sink.projection;
  const to = events.at(-1)!.position;
  await client.query('begin');
  try {
    // First, so that its row lock keeps a rebuild's switch out until the page is through.
    if (!await moveCheckpoint(client, name, from, to)) {
      await client.query('rollback');
      return null;
    }
    await applyPage(client, sink, events, '');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  moved(name, to);
  return { ...from, position: to };
}

/** Records the event and waits until an operator has cleared the way (a rebuild does), or the signal aborts. */
async function stopAt(client: pg.ClientBase, { againMs, log, moved, sink }: FollowerParts, poison: PoisonEvent, signal: AbortSignal): Promise<void> {
  await recordPoison(client, poison);
  const { event, projection } = poison;
  log.error({ projection, position: event.position, event: event.eventId, error: describe(poison.cause) }, 'read model stopped at an event');
  // Whoever waits for it hears that there is nothing to wait for.
  moved(sink.projection.name, event.position - 1);
  while (!signal.aborted && await isPoisoned(client, projection)) await sleep(againMs, undefined, { signal }).catch(() => undefined);
}
