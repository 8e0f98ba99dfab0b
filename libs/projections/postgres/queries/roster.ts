import type { CivilDate } from '#kernel';
import { sql, type Kysely } from 'kysely';
import type { RosterEntry } from '../../read-models.js';
import type { Relations } from './relations.js';

/** Who answers for whom on the day: the links of these units, or of one cadre in them. */
export async function findRoster(db: Kysely<unknown>, { roster, cadre, unit }: Relations, onDate: CivilDate, of: { readonly units: readonly string[] | 'all'; readonly cadre: string | undefined }): Promise<readonly RosterEntry[]> {
  const { rows } = await sql<RosterEntry>`
    select r.link, r.cadre, coalesce(c.name, r.cadre) as "cadreName", r.kind, r.target, t.name as "targetName", r.unit, coalesce(u.name, r.unit) as "unitName", r."from", r."to"
    from ${roster} r left join ${cadre} c on c.cadre = r.cadre left join ${unit} u on u.code = r.unit left join ${unit} t on t.code = r.target and r.kind = 'community'
    where r."from" <= ${onDate} and (r."to" is null or r."to" >= ${onDate})
      and ${of.units === 'all' ? sql`true` : sql`r.unit = any(${[...of.units]}::text[])`} and ${of.cadre === undefined ? sql`true` : sql`r.cadre = ${of.cadre}`}
    order by r.unit, r.kind, r.target, r.cadre, r.link`.execute(db);
  return rows;
}
