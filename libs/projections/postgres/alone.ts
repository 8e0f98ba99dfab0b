import { Fault } from '#kernel';
import type { EventStore } from '#event-store';
import type pg from 'pg';
import { readCheckpoint, type Checkpoint } from './checkpoint.js';
import type { FillLimits } from './fill.js';
import type { Sink } from './sink.js';
import { openSinks } from './sinks.js';

export interface RebuildParts {
  readonly pool: pg.Pool;
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>;
  /** Of what a fold holds; the usual ones where not given. */
  readonly limits?: Partial<FillLimits>;
}

const LOCK_TIMED_OUT = '55P03';

/**
 * One act at a time on the copies of a read model (`rebuild`), and one comparison for a verification (`check`), in all
 * processes. Waits a moment for one that has just ended. Faults: `projection-unknown`, `rebuild-running`.
 */
export async function alone<T>({ pool, store }: RebuildParts, name: string, what: 'rebuild' | 'check', work: (client: pg.PoolClient, sink: Sink) => Promise<T>): Promise<T> {
  const sink = knownSink({ store }, name);
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    await takeAlone(client, name, what);
    return await work(client, sink);
  } finally {
    // The connection's end would give the lock back too, but a moment later than the caller goes on.
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}

/** Fault `projection-unknown`. */
export function knownSink({ store }: Pick<RebuildParts, 'store'>, name: string): Sink {
  const sink = openSinks(store).find(({ projection }) => projection.name === name);
  if (!sink) throw new Fault('projection-unknown', { params: { name }, tryNext: `one of ${openSinks(store).map(({ projection }) => projection.name).join(', ')}` });
  return sink;
}

async function takeAlone(client: pg.ClientBase, name: string, what: 'rebuild' | 'check'): Promise<void> {
  await client.query(`set lock_timeout = '3s'`);
  await client.query(`select pg_advisory_lock(hashtextextended('minqing/read/' || $2 || '/' || $1, 0))`, [name, what]).catch((cause: unknown) => {
    if ((cause as { readonly code?: string }).code !== LOCK_TIMED_OUT) throw cause;
    throw new Fault('rebuild-running', { params: { name }, transient: true, cause, tryNext: 'wait for the other rebuild or comparison to end' });
  });
  await client.query('reset lock_timeout');
}

/** Does the work in a transaction that keeps the live read model at its checkpoint: its projector waits. */
export async function withLiveHeld<T>(client: pg.ClientBase, name: string, work: (live: Checkpoint) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work(await readCheckpoint(client, name, { lock: true }));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/**
 * Brings a copy to where the live read model stands, and does the work on a snapshot of that moment on `other`: the live
 * one is held only until the snapshot is taken.
 */
export async function atOneMoment<T>(holder: pg.ClientBase, other: pg.ClientBase, name: string, bring: (end: number) => Promise<void>, work: (live: Checkpoint) => Promise<T>): Promise<T> {
  await bring((await readCheckpoint(holder, name)).position);
  const live = await withLiveHeld(holder, name, async (held) => {
    await bring(held.position);
    await other.query('begin isolation level repeatable read');
    // The first statement takes the snapshot.
    await other.query('select 1');
    return held;
  });
  try {
    return await work(live);
  } finally {
    await other.query('rollback');
  }
}

/** A further connection, which is ended after the work. */
export async function withAnother<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}
