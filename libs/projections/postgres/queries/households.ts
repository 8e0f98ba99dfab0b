import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Doors, HouseholdsAsked, HouseholdsFound, Scope } from '../../read-models.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import type { Relations } from './relations.js';

export interface AskingHouseholds {
  readonly from: Relations;
  readonly scope: Scope;
  /** Which of them the asker sees, and the units that are asked about. */
  readonly doors: Doors | 'all';
  readonly units: readonly string[] | 'all';
}

/** By code; all of them unless a limit is named. Addresses are sealed, so `q` is looked for in the code alone. */
export async function findHouseholds(db: Kysely<unknown>, query: HouseholdsAsked, asking: AskingHouseholds): Promise<HouseholdsFound> {
  const { from, doors, units } = asking;
  const question = questionOf('households', query, asking);
  const place = placeOf(question, query.cursor);
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (doors !== 'all') conditions.push(sql`(h.unit = any(${[...doors.communities]}::text[]) or h.household = any(${[...doors.households]}::text[]))`);
  if (units !== 'all') conditions.push(sql`h.unit = any(${[...units]}::text[])`);
  if (query.q !== undefined && query.q !== '') conditions.push(sql`strpos(lower(h.household), lower(${query.q})) > 0`);
  if (place) conditions.push(sql`h.household > ${place.sortKey}`);
  const { rows: found } = await sql<HouseholdsFound['rows'][number]>`
    select h.household, h.unit, h.address, h.care_groups as "careGroups" from ${from.household} h where ${sql.join(conditions, sql` and `)}
    order by h.household ${query.limit === undefined ? sql`` : sql`limit ${query.limit + 1}`}`.execute(db);
  const rows = found.slice(0, query.limit);
  return { rows, next: found.length > rows.length ? cursorFor(question, { sortKey: rows.at(-1)!.household, issueId: '' }) : null };
}
