import type { StandstillCause } from '#wire/clock';
import type pg from 'pg';

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
