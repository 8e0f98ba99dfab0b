import { instantAt, nextDate, type Instant } from '#kernel';
import type { api } from '#wire';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Read, Scope } from '../../read-models.js';
import { liesIn, type Area } from './area.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import { isMine, type Mine } from './mine.js';
import type { Relations } from './relations.js';
import { inTimeFor, namesIn, overdueAt, rowColumns, unsorted } from './row.js';

const DEFAULT_LIMIT = 50;

export interface Asking {
  readonly from: Relations;
  readonly scope: Scope;
  readonly area: Area;
  /** Whose `mine` is asked for; nobody's finds nothing. */
  readonly mine: Mine | null;
  readonly now: Instant;
  /** Minutes east of UTC of the calendar that `from` and `to` are days of. */
  readonly offsetMinutes: number;
}

/** Newest first by when it was heard, which never changes: a page neither repeats nor misses a row, whatever happens meanwhile. */
export async function findLedger(db: Kysely<unknown>, query: api.LedgerQuery, asking: Asking): Promise<Read<api.LedgerPage>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const question = questionOf('ledger', query, asking);
  const place = placeOf(question, query.cursor);
  const behind = place ? sql`(l.heard_at, l.issue_id) < (${place.sortKey}, ${place.issueId})` : sql`true`;
  const { rows: [answer] } = await sql<{ position: number; rows: readonly (api.IssueRow & { sortKey: string })[] }>`
    select ${asking.from.position} as position, (select coalesce(json_agg(page), '[]') from (
      select ${rowColumns(asking.now)}, l.heard_at as "sortKey"
      from (
        select * from ${asking.from.ledger} l where ${liesIn(asking.area)} and ${sql.join([...ledgerConditions(query, asking), ...toldConditions(query, asking)], sql` and `)} and ${behind}
        order by l.heard_at desc, l.issue_id desc limit ${limit + 1}
      ) l ${namesIn(asking.from)}
      order by l.heard_at desc, l.issue_id desc
    ) page) as rows`.execute(db);
  const found = answer!.rows.slice(0, limit).map(unsorted);
  const last = found.at(-1);
  const next = answer!.rows.length > limit && last ? cursorFor(question, { sortKey: last.sortKey, issueId: last.row.issueId }) : null;
  return { rows: found.map(({ row }) => row), next, position: answer!.position };
}

/**
 * What each filter asks of a ledger row. `topic` takes in what lies below it; `from` and `to` are the days on which it was
 * heard; `q` is looked for in the number, for titles are sealed; `holder` is a unit that holds it or held it before and stays co-responsible; `answer`, `inTime` speak of the
 * answer that stands, with a `holder` of how it counts for that unit; `satisfied` of the last verdict; `withoutMeasure` of open issues that nobody is named for; `openingAsked` of a sealed
 * identity that somebody asked to read and no second person has decided on.
 */
export function ledgerConditions(query: api.LedgerQuery, { now, offsetMinutes }: Pick<Asking, 'now' | 'offsetMinutes'>): readonly RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  for (const filter of ['stage', 'status', 'level', 'scope', 'horizon', 'grade', 'responsible', 'answer'] as const) {
    if (query[filter] !== undefined) conditions.push(sql`${sql.ref(`l.${filter}`)} = ${query[filter]}`);
  }
  if (query.holder !== undefined) conditions.push(sql`l.holders @> ${[query.holder]}::text[]`);
  if (query.topic !== undefined) conditions.push(sql`(l.topic = ${query.topic} or starts_with(l.topic, ${`${query.topic}/`}))`);
  if (query.from !== undefined) conditions.push(sql`l.heard_at >= ${instantAt(query.from, '00:00', offsetMinutes)}`);
  if (query.to !== undefined) conditions.push(sql`l.heard_at < ${instantAt(nextDate(query.to), '00:00', offsetMinutes)}`);
  if (query.q !== undefined && query.q !== '') conditions.push(sql`strpos(lower(l.number), lower(${query.q})) > 0`);
  return [...conditions, ...yesOrNo(query, now)];
}

/** The filters of what was told, on the ledger and on the board alike. */
export function toldConditions({ told, mine }: Pick<api.LedgerQuery, 'told' | 'mine'>, asking: Pick<Asking, 'mine'>): readonly RawBuilder<unknown>[] {
  return [
    ...(told === undefined ? [] : [sql`(l.told is not null and l.told @> ${JSON.stringify([{ act: told }])}::jsonb)`]),
    ...(mine === undefined ? [] : [isMine(asking.mine)]),
  ];
}

function yesOrNo(query: api.LedgerQuery, now: Instant): readonly RawBuilder<unknown>[] {
  const facts = {
    overdue: overdueAt(now),
    supervised: sql`l.supervised`,
    openingAsked: sql`l.opening_asked`,
    withoutMeasure: sql`(l.responsible is null and l.stage <> 'ended')`,
    inTime: query.holder === undefined ? sql`l.in_time` : inTimeFor(sql`${query.holder}`),
    satisfied: sql`l.satisfied`,
    repeated: sql`(l.repeats > 0)`,
    returned: sql`(l.returns > 0)`,
    escalated: sql`(l.escalations > 0)`,
    urged: sql`(l.urges > 0)`,
  };
  return Object.entries(facts).flatMap(([filter, fact]) => {
    const asked = query[filter as keyof typeof facts];
    return asked === undefined ? [] : [sql`${fact} = ${asked === 'true'}`];
  });
}
