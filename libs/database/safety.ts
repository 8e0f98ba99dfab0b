import { Fault } from '#kernel';
import type pg from 'pg';

const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** Fault `database-unsafe` when the server could lose a commit that it has acknowledged, or a text. Called before anything is written. */
export async function refuseUnsafe(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [NEEDED],
  );
  const off = rows.filter((row) => row.setting === 'off').map((row) => row.name).sort();
  if (off.length > 0) throw unsafe(off.join(', '), `switch on ${off.join(', ')} in the server's configuration`);
  const { rows: [server] } = await pool.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`);
  if (server?.encoding !== 'UTF8') throw unsafe('server_encoding', 'make the database with encoding UTF8, so that every text can be kept');
}

function unsafe(settings: string, tryNext: string): Fault {
  return new Fault('database-unsafe', { params: { settings }, tryNext });
}
