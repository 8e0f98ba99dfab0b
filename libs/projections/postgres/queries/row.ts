import type { Instant } from '#kernel';
import type { api } from '#wire';
import { sql, type RawBuilder } from 'kysely';
import type { Relations } from './relations.js';

/**
 * An issue is overdue at a moment when any deadline that stands was due before it. A deadline stands until it is met,
 * replaced by another of its kind, or the issue ends: the ledger keeps the earliest due moment of those that stand.
 */
export function overdueAt(now: Instant): RawBuilder<boolean> {
  return sql`coalesce(l.due_at < ${now}, false)`;
}

/** The ledger's `inTimeFor` in SQL, for the unit that an expression names. */
export function inTimeFor(unit: RawBuilder<unknown>): RawBuilder<boolean | null> {
  return sql`(case when l.in_time and ${unit} = any(l.lost_by) then false else l.in_time end)`;
}

/** The columns of an IssueRow, from the ledger as `l` and the joins of `namesIn`. */
export function rowColumns(now: Instant): RawBuilder<unknown> {
  return sql`l.issue_id as "issueId", l.number, l.title, l.status, l.stage, l.scope, l.horizon, l.topic, l.grade,
    l.area, coalesce(a.name, l.area) as "areaName", l.unit, coalesce(u.name, l.unit) as "unitName", l.level,
    l.responsible, coalesce(c.name, l.responsible) as "responsibleName", l.measure_by as "measureBy",
    l.heard_at as "heardAt", l.answered_at as "answeredAt", l.ended_at as "endedAt", l.answer, l.in_time as "inTime", l.satisfied,
    ${overdueAt(now)} as overdue, l.supervised, l.repeats, l.returns, l.escalations,
    l.urges, l.urged_at as "urgedAt", coalesce(l.told, '[]'::jsonb) as told,
    case when l.due_at is null then null else jsonb_build_object('kind', l.due_kind, 'dueAt', l.due_at) end as due, l.next, l.imported, l.position`;
}

/** Joins of the names as they were at the moment that is asked about; a code that nobody has named yet stands for itself. */
export function namesIn({ unit, cadre }: Relations): RawBuilder<unknown> {
  return sql`left join ${unit} a on a.code = l.area left join ${unit} u on u.code = l.unit left join ${cadre} c on c.cadre = l.responsible`;
}

export interface Sorted {
  readonly sortKey: string;
  readonly row: api.IssueRow;
}

/** Takes the sort key off a row that was selected with one. */
export function unsorted({ sortKey, ...row }: api.IssueRow & { sortKey: string }): Sorted {
  return { sortKey, row };
}
