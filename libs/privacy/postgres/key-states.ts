import type { KeyState } from '#privacy';
import type pg from 'pg';

/** How these keys stand in the table now. */
export async function keyStates(pool: pg.Pool, ids: readonly string[]): Promise<ReadonlyMap<string, KeyState>> {
  const { rows } = await pool.query<{ id: string; there: boolean }>('select id, wrapped is not null as there from privacy.person_key where id = any($1)', [ids]);
  const found = new Map(rows.map(({ id, there }) => [id, there ? 'there' : 'destroyed'] as const));
  return new Map(ids.map((id) => [id, found.get(id) ?? 'lost']));
}
