import { Fault } from '#kernel';
import { withTransaction } from '#database';
import type pg from 'pg';
import { ADVANCED } from './announce.js';
import type { CopyName } from './copies.js';

/** An event that a read model stands at and cannot take: the live one, or a copy of it. */
export interface Stop {
  readonly name: string;
  readonly copy: 'live' | CopyName;
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly code: string;
  /** When it stopped: another stop at the same event is another one. */
  readonly stoppedAt: string;
}

/** An event that a read model was made to leave out: what its rows say of the rest is not all that is on record. */
export interface Skip {
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly code: string;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** Where a read model stands at this very event. Fault `skip-not-stopped`. */
export async function findStop(pool: pg.Pool, name: string, position: number): Promise<Stop> {
  const { rows } = await pool.query<Stop>(
    `select name, 'live' as copy, position, event_id as "eventId", event_type as "eventType", code, met_at as "stoppedAt" from read.poison where name = $1 and position = $2
     union all
     select name, copy, stopped_at, event_id, event_type, code, moved_at from read.rebuild where name = $1 and stage = 'stopped' and stopped_at = $2`, [name, position],
  );
  return rows[0] ?? notStopped(name, position);
}

function notStopped(name: string, position: number): never {
  throw new Fault('skip-not-stopped', { params: { name, position }, tryNext: 'see where it stands now: it may have been skipped by somebody else' });
}

/**
 * Lets a read model go on behind the event that it stands at, and remembers that it was left out. Of two at once one does
 * it. A copy that is being built is begun again without it. Fault `skip-not-stopped`.
 */
export async function skipEvent(pool: pg.Pool, { name, copy, position }: Pick<Stop, 'name' | 'copy' | 'position'>, { by, reason }: { readonly by: string; readonly reason: string }): Promise<void> {
  await withTransaction(pool, async (client) => {
    const { rows: [stop] } = copy === 'live' ? await passLive(client, name, position) : await passCopy(client, name, copy, position);
    if (!stop) notStopped(name, position);
    await client.query(
      `insert into read.skipped (name, copy, position, event_id, event_type, code, by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [name, copy, position, stop.eventId, stop.eventType, stop.code, by, reason],
    );
  });
  await pool.query(`notify ${ADVANCED}`);
}

type Passed = pg.QueryResult<Pick<Stop, 'eventId' | 'eventType' | 'code'>>;

function passLive(client: pg.ClientBase, name: string, position: number): Promise<Passed> {
  return client.query(
    `with stood as (update read.checkpoint set position = $2::bigint, moved_at = now() where name = $1 and position = $2::bigint - 1 returning name)
     delete from read.poison where name in (select name from stood) and position = $2 returning event_id as "eventId", event_type as "eventType", code`, [name, position],
  );
}

function passCopy(client: pg.ClientBase, name: string, copy: CopyName, position: number): Promise<Passed> {
  return client.query(
    `update read.rebuild set position = case when position = 0 then 0 else $3::bigint end, stage = case when position = 0 then 'fold' else 'ready' end, moved_at = now()
     where name = $1 and copy = $2 and stage = 'stopped' and stopped_at = $3::bigint and position in (0, $3::bigint - 1) returning event_id as "eventId", event_type as "eventType", code`, [name, copy, position],
  );
}

export async function skippedPositions(client: pg.ClientBase, name: string, copy: Stop['copy']): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ position: number }>('select position from read.skipped where name = $1 and copy = $2', [name, copy]);
  return new Set(rows.map(({ position }) => position));
}

/** Within the transaction in which the sets themselves change places. What `to` had is forgotten. */
export async function moveSkips(client: pg.ClientBase, name: string, from: Stop['copy'], to: Stop['copy']): Promise<void> {
  await forgetSkips(client, name, to);
  await client.query('update read.skipped set copy = $3 where name = $1 and copy = $2', [name, from, to]);
}

export async function forgetSkips(client: pg.ClientBase, name: string, copy: Stop['copy']): Promise<void> {
  await client.query('delete from read.skipped where name = $1 and copy = $2', [name, copy]);
}
