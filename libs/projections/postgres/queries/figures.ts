import { figuresOf, type Tally } from '#accountability';
import type { api } from '#wire';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { CountedFigures } from '../../read-models.js';
import { liesIn } from './area.js';
import { ledgerConditions, type Asking } from './ledger.js';
import { inTimeFor, overdueAt } from './row.js';

type KeyedTally = Tally & { readonly key: string | null };

/**
 * Figures over the issues heard in the period, as they stand now. A unit's row takes in the issues that it holds, or held
 * before and stays co-responsible for, without what lies below it; a cadre's row those whose measure the cadre answers
 * for. A unit that let an issue climb counts as late there, whoever answered it. `total` counts each issue of the area once, so rows need not add up to it. Each figure is the count of a ledger
 * query; libs/accountability says which.
 */
export async function findFigures(db: Kysely<unknown>, query: api.FiguresQuery, asking: Asking, shown: readonly string[] | 'all'): Promise<CountedFigures> {
  const { rows: [answer] } = await sql<{ position: number; tallies: readonly KeyedTally[]; names: Readonly<Record<string, string>> | null }>`
    with heard as (
      select l.*, ${overdueAt(asking.now)} as overdue from ${asking.from.ledger} l
      where ${liesIn(asking.area)} and ${sql.join(ledgerConditions({ from: query.from, to: query.to }, asking), sql` and `)}
    ), keyed as (
      ${query.by === 'unit'
        ? sql`select l.*, key, ${inTimeFor(sql`key`)} as measured from heard l cross join lateral unnest(l.holders) as key`
        : sql`select l.*, l.responsible as key, l.in_time as measured from heard l where l.responsible is not null`}
    ), tally as (
      ${tallied(sql`null::text`, sql`(select heard.*, in_time as measured from heard) whole`)} union all ${tallied(sql`key`, sql`keyed`)}
    )
    select ${asking.from.position} as position, (select json_agg(tally) from tally where n > 0) as tallies,
      (select json_object_agg(key, name) from ${query.by === 'unit' ? sql`(select code as key, name from ${asking.from.unit} u)` : sql`(select cadre as key, name from ${asking.from.cadre} c)`} named
       where key in (select key from tally)) as names`.execute(db);
  const { position, names } = answer!;
  const tallies = byKey(answer!.tallies ?? []);
  const keys = [...tallies.keys()].filter((key) => key !== null && (shown === 'all' || shown.includes(key))) as string[];
  const nameOf = new Map(Object.entries(names ?? {}));
  const rows = keys.sort().map((key) => ({ key, name: nameOf.get(key) ?? key, ...figuresOf(tallies.get(key) ?? []) }));
  const total = { key: 'total', name: 'total', ...figuresOf(tallies.get(null) ?? []) };
  return { by: query.by, from: query.from, to: query.to, rows, total, position };
}

/** Issues that are alike in all that figures ask about, counted together. */
function tallied(key: RawBuilder<unknown>, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select ${key} as key, answer, measured as "inTime", satisfied, repeats > 0 as repeated, returns > 0 as returned,
    escalations > 0 as escalated, overdue, count(*) as n from ${from} group by 1, 2, 3, 4, 5, 6, 7, 8`;
}

function byKey(tallies: readonly KeyedTally[]): ReadonlyMap<string | null, readonly Tally[]> {
  const groups = new Map<string | null, Tally[]>();
  for (const { key, ...tally } of tallies) groups.set(key, [...(groups.get(key) ?? []), tally]);
  return groups;
}
