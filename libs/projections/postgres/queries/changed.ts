import type { Instant } from '#kernel';
import { sql, type Kysely } from 'kysely';
import type { ChangedIssues, Moment, Scope } from '../../read-models.js';
import { liesIn, type Area } from './area.js';
import { cursorFor, placeOf, questionOf } from './cursor.js';
import { relationsAt } from './relations.js';

const DEFAULT_LIMIT = 50;

export interface AskingChanged {
  readonly from: Moment;
  readonly to: Moment;
  readonly scope: Scope;
  readonly area: Area;
}

/**
 * The issues that lay in the area at either moment and of which an event came between, or a deadline passed; in the ledger's
 * order. Costs grow with what happened between the two, and not with the record.
 */
export async function findChanged(db: Kysely<unknown>, query: { readonly cursor?: string | undefined; readonly limit?: number | undefined }, { from, to, scope, area }: AskingChanged): Promise<ChangedIssues> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const [before, after] = [relationsAt(from.position), relationsAt(to.position)];
  const question = questionOf('changed', { ...query, unit: JSON.stringify(area), since: from.position }, { scope, from: after });
  const place = placeOf(question, query.cursor);
  const { rows } = await sql<{ issueId: string; sortKey: Instant }>`
    select a.issue_id as "issueId", a.heard_at as "sortKey" from ${after.ledger} a
    where (a.position > ${from.position} or (a.due_at >= ${from.at} and a.due_at < ${to.at}))
      and (${liesIn(area, sql`a.path`)} or exists (select 1 from ${before.ledger} b where b.issue_id = a.issue_id and ${liesIn(area, sql`b.path`)}))
      and ${place ? sql`(a.heard_at, a.issue_id) < (${place.sortKey}, ${place.issueId})` : sql`true`}
    order by a.heard_at desc, a.issue_id desc limit ${limit + 1}`.execute(db);
  const found = rows.slice(0, limit);
  return { issueIds: found.map(({ issueId }) => issueId), next: rows.length > limit ? cursorFor(question, found.at(-1)!) : null };
}
