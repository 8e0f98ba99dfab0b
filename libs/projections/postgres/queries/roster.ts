import type { CivilDate } from '#kernel';
import type { api } from '#wire';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { RosterAsked, RosterFound, Scope } from '../../read-models.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import type { Relations } from './relations.js';

type Units = readonly string[] | 'all';

export interface AskingRoster {
  readonly from: Relations;
  readonly scope: Scope;
  /** The units that the asker sees, and those of them that are asked about. */
  readonly seen: Units;
  readonly units: Units;
}

/** What a link says never changes, so a page begins behind a link wherever it stands. */
const KEY = sql`unit, kind, target, cadre, link`;

/** Who answers for whom on the day, unit by unit; all of it unless a limit is named. */
export async function findRoster(db: Kysely<unknown>, query: RosterAsked, onDate: CivilDate, asking: AskingRoster): Promise<RosterFound> {
  const { from: { roster, cadre, unit, household } } = asking;
  const question = questionOf('roster', { ...query, onDate }, asking);
  const place = placeOf(question, query.cursor);
  const behind = place ? sql`(${KEY}) > (select ${KEY} from ${roster} l where l.link = ${place.sortKey})` : sql`true`;
  const { rows: found } = await sql<api.RosterShape>`
    select r.link, r.cadre, coalesce(c.name, r.cadre) as "cadreName", r.kind, r.target, coalesce(t.name, h.address) as "targetName", r.unit, coalesce(u.name, r.unit) as "unitName", r."from", r."to"
    from (
      select * from ${roster} r where ${sql.join([...rosterConditions(query, onDate, asking), behind], sql` and `)}
      order by ${KEY} ${query.limit === undefined ? sql`` : sql`limit ${query.limit + 1}`}
    ) r left join ${cadre} c on c.cadre = r.cadre left join ${unit} u on u.code = r.unit left join ${unit} t on t.code = r.target and r.kind = 'community'
      left join ${household} h on h.household = r.target and r.kind = 'contact-household' and ${within(sql`h.unit`, asking.seen)}
    order by r.unit, r.kind, r.target, r.cadre, r.link`.execute(db);
  const rows = found.slice(0, query.limit);
  return { rows, next: found.length > rows.length ? cursorFor(question, { sortKey: rows.at(-1)!.link, issueId: '' }) : null };
}

function rosterConditions({ cadre, kind, target }: RosterAsked, onDate: CivilDate, { units }: AskingRoster): readonly RawBuilder<unknown>[] {
  return [
    sql`r."from" <= ${onDate} and (r."to" is null or r."to" >= ${onDate})`, within(sql`r.unit`, units),
    ...(cadre === undefined ? [] : [sql`r.cadre = ${cadre}`]),
    ...(kind === undefined ? [] : [sql`r.kind = ${kind}`]),
    ...(target === undefined ? [] : [sql`r.target = ${target}`]),
  ];
}

function within(unit: RawBuilder<unknown>, units: Units): RawBuilder<unknown> {
  return units === 'all' ? sql`true` : sql`${unit} = any(${[...units]}::text[])`;
}
