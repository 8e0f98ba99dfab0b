import { instantAt, nextDate, type CivilDate, type Instant } from '#kernel';
import type { api } from '#wire';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { FoundEvents, Positions, Scope } from '../../read-models.js';
import { liesIn, type Area } from './area.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import type { Relations } from './relations.js';

const DEFAULT_LIMIT = 50;

export interface AskingTrail {
  readonly from: Relations;
  readonly scope: Scope;
  /** Where the matters lie; null for all of them, and for what belongs to no unit. */
  readonly place: { readonly area: Area; readonly units: readonly string[] } | null;
  readonly between: Positions | undefined;
  readonly offsetMinutes: number;
}

type Conditions = readonly RawBuilder<unknown>[];

/** In the order of the record, behind the cursor's event: what is appended meanwhile neither repeats nor hides a row. */
export async function findTrail(db: Kysely<unknown>, query: api.TrailQuery, asking: AskingTrail): Promise<FoundEvents> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const question = questionOf('trail', query, asking);
  const behind = placeOf(question, query.cursor);
  const { first, last, position } = await bounds(db, query, asking);
  const newest = query.order !== 'oldest';
  const conditions: Conditions = [
    sql`t.position >= ${first}`, sql`t.position <= ${last}`, ...trailConditions(query, asking),
    ...(behind ? [newest ? sql`t.position < ${Number(behind.sortKey)}` : sql`t.position > ${Number(behind.sortKey)}`] : []),
  ];
  const order = newest ? sql`position desc` : sql`position`;
  const { rows } = await sql<{ position: number; issueId: string | null; number: string | null }>`
    select found.position, found.issue as "issueId", l.number from (
      select * from (${sql.join(branches(asking, conditions).map((branch) => sql`(${branch} order by ${order} limit ${limit + 1})`), sql` union all `)}) branch
      order by ${order} limit ${limit + 1}
    ) found left join ${asking.from.ledger} l on l.issue_id = found.issue order by ${order}`.execute(db);
  const found = rows.slice(0, limit);
  const next = rows.length > limit ? cursorFor(question, { sortKey: String(found.at(-1)!.position), issueId: '' }) : null;
  return { rows: found, next, position };
}

/** Matters and the organisation apart: few matters of a small place are found by the matter, those of a large one by the order. */
function branches({ place, from: { ledger } }: AskingTrail, conditions: Conditions): readonly RawBuilder<unknown>[] {
  const all = sql.join(conditions, sql` and `);
  if (place === null) return [sql`select t.position, t.issue from read.trail t where ${all}`];
  return [
    sql`select t.position, t.issue from read.trail t join ${ledger} l on l.issue_id = t.issue where ${liesIn(place.area)} and ${all}`,
    sql`select t.position, t.issue from read.trail t where t.issue is null and t.unit = any(${[...place.units]}::text[]) and ${all}`,
  ];
}

/** Between which positions everything lies that the filters of time and version can find, and how far both read models are. */
async function bounds(db: Kysely<unknown>, query: api.TrailQuery, { between, offsetMinutes, from: { asOf } }: AskingTrail): Promise<Positions & { readonly position: number }> {
  const days = dayConditions(query, offsetMinutes);
  const { rows: [found] } = await sql<{ position: number; first: number | null; last: number | null }>`
    select (select min(position) from read.checkpoint where name in ('trail', 'day')) as position,
      (select min("first") from read.day d where ${days}) as first, (select max("last") from read.day d where ${days}) as last`.execute(db);
  const { first, last } = found!;
  const position = Math.min(found!.position, asOf ?? Infinity);
  // No day: nothing lies between a position and the one before it.
  return { position, first: Math.max(first ?? 1, between?.first ?? 1), last: Math.min(last ?? 0, between?.last ?? position, position) };
}

function dayConditions({ from, to, happenedFrom, happenedTo, ruleVersion }: api.TrailQuery, offsetMinutes: number): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (from !== undefined) conditions.push(sql`d.day >= ${beginOf(from, offsetMinutes).slice(0, 10)}`);
  if (to !== undefined) conditions.push(sql`d.day <= ${endOf(to, offsetMinutes).slice(0, 10)}`);
  if (happenedFrom !== undefined) conditions.push(sql`d.happened_to >= ${beginOf(happenedFrom, offsetMinutes)}`);
  if (happenedTo !== undefined) conditions.push(sql`d.happened_from < ${endOf(happenedTo, offsetMinutes)}`);
  if (ruleVersion !== undefined) conditions.push(sql`${ruleVersion} = any(d.rule_versions)`);
  return sql.join(conditions, sql` and `);
}

function trailConditions(query: api.TrailQuery, { from: { ledger }, offsetMinutes }: AskingTrail): Conditions {
  const { by, cadre, type, issue, ruleVersion, to, happenedFrom, happenedTo } = query;
  const conditions: RawBuilder<unknown>[] = [];
  if (by !== undefined) conditions.push(sql`t."by" = ${by}`);
  if (cadre !== undefined) conditions.push(sql`t.cadre = ${cadre}`);
  if (type !== undefined) conditions.push(sql`t.type = ${type}`);
  if (issue !== undefined) conditions.push(sql`t.issue = ${issueNamed(issue, ledger, offsetMinutes)}`);
  if (ruleVersion !== undefined) conditions.push(sql`t.rule_version = ${ruleVersion}`);
  if (query.from !== undefined) conditions.push(sql`t.recorded_at >= ${beginOf(query.from, offsetMinutes)}`);
  if (to !== undefined) conditions.push(sql`t.recorded_at < ${endOf(to, offsetMinutes)}`);
  if (happenedFrom !== undefined) conditions.push(sql`t.at >= ${beginOf(happenedFrom, offsetMinutes)}`);
  if (happenedTo !== undefined) conditions.push(sql`t.at < ${endOf(happenedTo, offsetMinutes)}`);
  return conditions;
}

const NUMBER = /^(\d{4})(\d{2})(\d{2})-/;

/** A number begins with the day on which the matter was heard, and the ledger is in that order. */
function issueNamed(issue: string, ledger: RawBuilder<unknown>, offsetMinutes: number): RawBuilder<unknown> {
  const [, year, month, day] = NUMBER.exec(issue) ?? [];
  const heard = `${year}-${month}-${day}`;
  if (year === undefined || Number.isNaN(Date.parse(heard))) return sql`${issue}`;
  return sql`(select issue_id from ${ledger} l where number = ${issue.toUpperCase()}
    and heard_at >= ${beginOf(heard, offsetMinutes)} and heard_at < ${endOf(heard, offsetMinutes)} limit 1)`;
}

function beginOf(day: CivilDate, offsetMinutes: number): Instant {
  return instantAt(day, '00:00', offsetMinutes);
}

/** The first moment that is no longer of the day. */
function endOf(day: CivilDate, offsetMinutes: number): Instant {
  return instantAt(nextDate(day), '00:00', offsetMinutes);
}
