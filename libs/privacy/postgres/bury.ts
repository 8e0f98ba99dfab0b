import type pg from 'pg';

/** Keys that were destroyed are destroyed again where an older table came back, whether it knows them or not. */
export async function bury(pool: pg.Pool, gone: ReadonlySet<string>): Promise<void> {
  if (gone.size === 0) return;
  const ids = [...gone];
  await pool.query('update privacy.person_key set wrapped = null, destroyed_at = now() where id = any($1) and wrapped is not null', [ids]);
  await pool.query('insert into privacy.person_key (id, destroyed_at) select id, now() from unnest($1::text[]) id on conflict do nothing', [ids]);
}
