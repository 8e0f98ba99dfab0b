import type { StandstillCause } from '#wire/clock';
import type pg from 'pg';
import { LEADERS_LOCK } from './leader.js';

/** How far the clock has come, for whoever runs no clock. */
export interface ClockPosition {
  /** Last position that the keeper took from the log. */
  readonly position: number;
  /** Issues whose workflow has not been told the last of them yet. */
  readonly untold: number;
  /** Why it must stand still; null while it goes. */
  readonly standstill: StandstillCause | null;
}

/** Null when no clock has run on this database yet. */
export async function clockPosition(pool: pg.Pool): Promise<ClockPosition | null> {
  const { rows: [made] } = await pool.query<{ made: boolean }>(`select to_regclass('clock.checkpoint') is not null as made`);
  if (!made?.made) return null;
  const { rows } = await pool.query<ClockPosition>(
    // A table that a worker of an earlier version made has no such column.
    `select position, to_jsonb(checkpoint) ->> 'standstill' as standstill, (select count(*) from clock.standing where signalled_revision < revision and (not ended or signalled_revision >= 0)) as untold from clock.checkpoint`,
  );
  return rows[0] ?? null;
}

/** A keeper that began later may not have caught up with what fell due before. */
const CAUGHT_UP_MS = 2 * 60_000;

/** Whether a process keeps the clock on this database, has done so for a while, and need not stand still. */
export async function isKept(pool: pg.Pool, forMs = CAUGHT_UP_MS): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and pg_locks.database = (select oid from pg_database where datname = current_database())
       and classid = 0 and objid = $1 and objsubid = 1 and backend_start <= now() - $2 * interval '1 millisecond'`,
    [LEADERS_LOCK, forMs],
  );
  return rowCount !== 0 && (await clockPosition(pool))?.standstill === null;
}
