import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import type pg from 'pg';
import { moveCheckpoint, readCheckpoint } from './checkpoint.js';
import { isStopped } from './copies.js';
import type { Feed } from './feed.js';
import { describe, isPoisoned, PoisonEvent, recordPoison } from './poison.js';
import type { Sink } from './sink.js';
import type { LiveFollower, Together } from './together.js';

export interface FollowerParts {
  readonly pool: pg.Pool;
  readonly feed: Feed;
  readonly sink: Sink;
  readonly together: Together;
  readonly log: ProjectorLog;
  /** Called after each committed page. */
  readonly moved: (name: string, position: number) => void;
  /** How long before looking again: for the lock, after a failure, and for a way out of a poison event. */
  readonly againMs: number;
  /** Brings the read model to the projection's version. */
  readonly rebuild: (name: string) => Promise<void>;
}

/** `alarm` among the facts: somebody has to act. */
export interface ProjectorLog {
  info(facts: Readonly<Record<string, string | number>>, message: string): void;
  error(facts: Readonly<Record<string, string | number | boolean>>, message: string): void;
}

/**
 * Keeps one read model up to the log until the signal aborts. Its connection holds the projection's lock: another
 * process's follower waits. Should two ever write, be it that a connection was lost while another one carried the pages, the
 * checkpoint's own check lets one page through.
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
  // One whose machine vanished must not hold its read models for the two hours that TCP would wait; and short pages go by one connection of all.
  await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
  // Rows and checkpoint are one transaction: a crash may take back the last ones, never half of one. They are projected again.
  await client.query('set synchronous_commit = off');
  return rows[0]!.taken;
}

async function keepUp(client: pg.ClientBase, parts: FollowerParts, signal: AbortSignal): Promise<void> {
  const { feed, moved, sink, together, sink: { projection: { name, version: known } } } = parts;
  let at = await readCheckpoint(client, name);
  if (at.version > known) return;
  if (at.version < known) {
    if (!await rebuilt(client, parts, signal)) return;
    at = await readCheckpoint(client, name);
  }
  const { version } = at;
  const live: LiveFollower = {
    sink, suffix: '', version,
    move: (within, from, to) => moveCheckpoint(within, name, { version, position: from }, to),
    moved: (position) => moved(name, position),
  };
  for (let position: number | null = at.position; !signal.aborted;) {
    const events = await feed.next(position, signal);
    if (events.length === 0) return;
    try {
      position = await together.take(client, live, position, events);
      // Someone else moved the checkpoint, perhaps to another version: look at everything again.
      if (position === null) return;
    } catch (error) {
      if (!(error instanceof PoisonEvent)) throw error;
      await stopAt(client, parts, error, signal);
      return;
    }
  }
}

/** Brings the read model to the version that this process knows. False when an event stopped that; waits until an operator has cleared the way. */
async function rebuilt(client: pg.ClientBase, { againMs, log, moved, rebuild, sink: { projection: { name } } }: FollowerParts, signal: AbortSignal): Promise<boolean> {
  try {
    await rebuild(name);
    return true;
  } catch (fault) {
    if (!(fault instanceof Fault && fault.code === 'rebuild-stopped')) throw fault;
    log.error({ projection: name, ...fault.params, alarm: true }, 'the rebuild of a read model stopped at an event');
    // Whoever waits for it hears that there is nothing to wait for.
    moved(name, 0);
    while (!signal.aborted && await isStopped(client, name)) await sleep(againMs, undefined, { signal }).catch(() => undefined);
    return false;
  }
}

/** Records the event and waits until an operator has cleared the way (a skip or a rebuild does), or the signal aborts. */
async function stopAt(client: pg.ClientBase, { againMs, log, moved, sink }: FollowerParts, poison: PoisonEvent, signal: AbortSignal): Promise<void> {
  await recordPoison(client, poison);
  const { event, projection } = poison;
  log.error({ alarm: true, projection, position: event.position, event: event.eventId, type: event.type, error: describe(poison.cause) }, 'read model stopped at an event');
  // Whoever waits for it hears that there is nothing to wait for.
  moved(sink.projection.name, event.position - 1);
  while (!signal.aborted && await isPoisoned(client, projection)) await sleep(againMs, undefined, { signal }).catch(() => undefined);
}
