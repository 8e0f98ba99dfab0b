import { Fault } from '#kernel';
import type pg from 'pg';

const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** Fault `database-unsafe` when the server could lose a commit that it has acknowledged. Called before anything is written. */
export async function refuseUnsafe(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [NEEDED],
  );
  const off = rows.filter((row) => row.setting === 'off').map((row) => row.name).sort();
  if (off.length === 0) return;
  throw new Fault('database-unsafe', { params: { settings: off.join(', ') }, tryNext: `switch on ${off.join(', ')} in the server's configuration` });
}
