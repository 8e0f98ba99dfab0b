import { Fault } from '#kernel';
import { withTransaction } from '#database';
import type pg from 'pg';
import type { Stop, Stops } from '../stops.js';
import { ADVANCED } from './announce.js';
import type { CopyName } from './copies.js';

type CopyOf = Stop['copy'];

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

export function openStops(pool: pg.Pool): Stops {
  return { find: (readModel, position) => findStop(pool, readModel, position), pass: (stop, act) => passStop(pool, stop, act) };
}

async function findStop(pool: pg.Pool, name: string, position: number): Promise<Stop> {
  const { rows } = await pool.query<Stop>(
    `select name as "readModel", 'live' as copy, position, event_id as "eventId", event_type as "eventType", code, met_at as "stoppedAt" from read.poison where name = $1 and position = $2
     union all
     select name, copy, stopped_at, event_id, event_type, code, moved_at from read.rebuild where name = $1 and stage = 'stopped' and stopped_at = $2`, [name, position],
  );
  return rows[0] ?? notStopped(name, position);
}

function notStopped(name: string, position: number): never {
  throw new Fault('skip-not-stopped', { params: { name, position }, tryNext: 'see where it stands now: it may have been skipped by somebody else' });
}

/** A copy that is being built is begun again without the event; one that is built goes on behind it. */
async function passStop(pool: pg.Pool, { readModel: name, copy, position }: Stop, { by, reason }: { readonly by: string; readonly reason: string }): Promise<void> {
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

export async function skippedPositions(client: pg.ClientBase, name: string, copy: CopyOf): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ position: number }>('select position from read.skipped where name = $1 and copy = $2', [name, copy]);
  return new Set(rows.map(({ position }) => position));
}

/** Within the transaction in which the sets themselves change places. What `to` had is forgotten. */
export async function moveSkips(client: pg.ClientBase, name: string, from: CopyOf, to: CopyOf): Promise<void> {
  await forgetSkips(client, name, to);
  await client.query('update read.skipped set copy = $3 where name = $1 and copy = $2', [name, from, to]);
}

export async function forgetSkips(client: pg.ClientBase, name: string, copy: CopyOf): Promise<void> {
  await client.query('delete from read.skipped where name = $1 and copy = $2', [name, copy]);
}
