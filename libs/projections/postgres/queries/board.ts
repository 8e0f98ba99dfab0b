import type { Instant } from '#kernel';
import type { api } from '#wire';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { hourOf, NEVER_DUE } from '../../board/board.js';
import type pg from 'pg';
import type { Read } from '../../read-models.js';
import { liesIn, type Area } from './area.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import { toldConditions, type Asking } from './ledger.js';
import { isMine } from './mine.js';
import { firstPrepared } from './prepared.js';
import type { Relations } from './relations.js';
import { namesIn, overdueAt, rowColumns, unsorted } from './row.js';

const DEFAULT_LIMIT = 50;

/** Lengths of page that stand in the statement itself: the server keeps a plan only when it knows how few rows are asked for. */
const USUAL_LIMITS: readonly number[] = [1, 5, DEFAULT_LIMIT, 200];

/**
 * Open issues by the earliest deadline that stands: the latest first, then what is due next, at the end what nothing is
 * due for; with `goingUp` only those whose next step is a take-over, by its moment. The counts are of the whole area,
 * whatever the filters leave on the page; `mine` of them are the asker's.
 */
export async function findBoard(db: Kysely<unknown>, pool: pg.Pool, query: api.BoardQuery, asking: Asking): Promise<Read<api.BoardPage>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const question = questionOf('board', query, asking);
  const place = placeOf(question, query.cursor);
  const conditions = [
    ...(query.stage === undefined ? [] : [sql`b.stage = ${query.stage}`]),
    ...(query.level === undefined ? [] : [sql`b.level = ${query.level}`]),
    ...(query.overdue === undefined ? [] : [query.overdue === 'true' ? sql`b.due_at < ${asking.now}` : sql`b.due_at >= ${asking.now}`]),
    ...(place ? [sql`(b.${sql.raw(query.goingUp ? 'up_at' : 'due_at')}, b.issue_id) > (${place.sortKey}, ${place.issueId})`] : []),
  ];
  const rows = USUAL_LIMITS.includes(limit) ? sql.lit(limit + 1) : limit + 1;
  const listed = listedBy(query, asking, conditions);
  const statement = sql<{ position: number; counts: Counts; rows: readonly (api.IssueRow & { sortKey: string })[] }>`
    select ${asking.from.position} as position, ${countsOf(asking)} as counts, (select coalesce(json_agg(page), '[]') from (
      select ${rowColumns(asking.now)}, e.key as "sortKey"
      from (${listed} order by key, issue_id limit ${rows}) e join ${asking.from.open} l on l.issue_id = e.issue_id ${namesIn(asking.from)}
      order by e.key, e.issue_id
    ) page) as rows`;
  const answer = asking.from.asOf === null ? await firstPrepared(db, pool, statement) : (await statement.execute(db)).rows[0]!;
  const found = answer.rows.slice(0, limit).map(unsorted);
  const last = found.at(-1);
  const next = answer.rows.length > limit && last ? cursorFor(question, { sortKey: last.sortKey, issueId: last.row.issueId }) : null;
  return { rows: found.map(({ row }) => row), counts: shaped(answer.counts), next, position: answer.position };
}

/** What only the ledger's rows tell is asked of those that had not ended; anything else of the board's entries. */
function listedBy(query: api.BoardQuery, asking: Asking, conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const facts = [...toldConditions(query, asking), ...(query.urged === undefined ? [] : [sql`(l.urges > 0) = ${query.urged === 'true'}`])];
  if (query.goingUp) return fromLedger(asking, sql`b.up_at`, [sql`l.next->>'act' = 'take-over'`, ...facts], conditions);
  return facts.length > 0 ? fromLedger(asking, sql`b.due_at`, [sql`l.stage <> 'ended'`, ...facts], conditions) : entries(asking, conditions);
}

/** One range of one unit's entries; for an area of several units the same issue's entries are taken once. */
function entries({ area, from: { board } }: Asking, conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (area.kind === 'one') return sql`select b.due_at as key, b.issue_id from ${board} b where ${sql.join([sql`b.unit = ${area.unit}`, ...conditions], sql` and `)}`;
  const and = area.and === null ? [] : [sql`exists (select 1 from ${board} w where w.issue_id = b.issue_id and w.unit = ${area.and})`];
  return sql`select distinct b.due_at as key, b.issue_id from ${board} b where ${sql.join([sql`b.unit = any(${[...area.anyOf]}::text[])`, ...and, ...conditions], sql` and `)}`;
}

/** Few issues are about to go up, or were told of: the ledger has an index of each alone. */
function fromLedger({ area, from: { open } }: Asking, key: RawBuilder<unknown>, facts: readonly RawBuilder<unknown>[], conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`select ${key} as key, b.issue_id from (
      select l.issue_id, l.stage, l.level, coalesce(l.due_at, ${NEVER_DUE}) as due_at, l.next->>'at' as up_at from ${open} l where ${sql.join([...facts, liesIn(area)], sql` and `)}
    ) b where ${sql.join([sql`true`, ...conditions], sql` and `)}`;
}

interface Counts {
  readonly stage?: Readonly<Record<string, number>>;
  readonly level?: Readonly<Record<string, number>>;
  readonly supervised: number;
  readonly overdue: number;
  readonly mine: number | null;
}

function countsOf(asking: Asking): RawBuilder<Counts> {
  const { area, now, from } = asking;
  return area.kind === 'one' && from.counted ? keptCounts(area.unit, now, mineOf(asking)) : countedIn(from, area, now, mineOf(asking));
}

/** Counted as the filter finds them, and only where it is asked for: boards that many look at are asked for once. */
function mineOf({ area, from: { open }, mine }: Asking): RawBuilder<number | null> {
  return mine === null ? sql`null` : sql`(select count(*) from ${open} l where l.stage <> 'ended' and ${isMine(mine)} and ${liesIn(area)})`;
}

/** Whole hours that have passed are kept as sums; of the present hour the entries are counted. */
function keptCounts(unit: string, now: Instant, mine: RawBuilder<number | null>): RawBuilder<Counts> {
  const hour = hourOf(now);
  const facet = (name: string): RawBuilder<unknown> => sql`(select json_object_agg(value, n) from read.board_count where unit = ${unit} and facet = ${sql.lit(name)})`;
  return sql`json_build_object('stage', ${facet('stage')}, 'level', ${facet('level')},
    'supervised', (select coalesce(sum(n), 0) from read.board_count where unit = ${unit} and facet = 'supervised'),
    'overdue', (select coalesce(sum(n), 0) from read.board_count where unit = ${unit} and facet = 'due' and value < ${hour})
      + (select count(*) from read.board where unit = ${unit} and due_at >= ${hour} and due_at < ${now}), 'mine', ${mine})`;
}

function countedIn({ open }: Relations, area: Area, now: Instant, mine: RawBuilder<number | null>): RawBuilder<Counts> {
  return sql`(with visible as (select l.stage, l.level, l.supervised, ${overdueAt(now)} as overdue from ${open} l where l.stage <> 'ended' and ${liesIn(area)})
    select json_build_object(
      'stage', (select json_object_agg(stage, n) from (select stage, count(*) as n from visible group by stage) s),
      'level', (select json_object_agg(level, n) from (select level, count(*) as n from visible group by level) s),
      'supervised', count(*) filter (where supervised), 'overdue', count(*) filter (where overdue), 'mine', ${mine}) from visible)`;
}

function shaped({ stage, level, supervised, overdue, mine }: Counts): api.BoardCounts {
  const byStage = { intake: 0, assignment: 0, handling: 0, answered: 0, ended: 0, ...stage };
  const byLevel = { community: 0, subdistrict: 0, district: 0, city: 0, ...level };
  return { open: Object.values(byStage).reduce((sum, n) => sum + n, 0), overdue, supervised, mine, byStage, byLevel };
}
