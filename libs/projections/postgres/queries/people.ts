import type { CivilDate } from '#kernel';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { PostHolder } from '../../read-models.js';
import type { Relations } from './relations.js';

/** Who holds posts on the day: all, those of some units, or those of one cadre. */
export async function findPosts(db: Kysely<unknown>, { cadre, unit }: Relations, onDate: CivilDate, whose: { readonly units: readonly string[] } | { readonly cadre: string } | 'all'): Promise<readonly PostHolder[]> {
  const { rows } = await sql<PostHolder>`
    select c.cadre, c.name, p.post, p.unit, u.name as "unitName", u.level, p.role
    from ${cadre} c cross join lateral jsonb_to_recordset(c.posts) as p(post text, unit text, role text, "from" text, "to" text)
    join ${unit} u on u.code = p.unit
    where p."from" <= ${onDate} and (p."to" is null or p."to" >= ${onDate}) and ${condition(whose)}
    order by c.cadre, p.post`.execute(db);
  return rows;
}

function condition(whose: { readonly units: readonly string[] } | { readonly cadre: string } | 'all'): RawBuilder<unknown> {
  if (whose === 'all') return sql`true`;
  return 'units' in whose ? sql`p.unit = any(${[...whose.units]}::text[])` : sql`c.cadre = ${whose.cadre}`;
}

export async function findCadreNames(db: Kysely<unknown>, { cadre }: Relations, cadres: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (cadres.length === 0) return new Map();
  const { rows } = await sql<{ cadre: string; name: string }>`select c.cadre, c.name from ${cadre} c where c.cadre = any(${[...cadres]}::text[])`.execute(db);
  return new Map(rows.map(({ cadre, name }) => [cadre, name]));
}
