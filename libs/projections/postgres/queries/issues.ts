import type { Instant } from '#kernel';
import type { api } from '#wire';
import { sql, type Kysely } from 'kysely';
import type pg from 'pg';
import type { ScopedBoardChange } from '../../read-models.js';
import { liesIn, type Area } from './area.js';
import type { Asking } from './ledger.js';
import { firstPrepared } from './prepared.js';
import { PRESENT, type Relations } from './relations.js';
import { namesIn, rowColumns } from './row.js';

type RowWithPath = api.IssueRow & { readonly path: readonly string[] };

export async function findIssue(db: Kysely<unknown>, from: Relations, issueId: string, area: Area, now: Instant): Promise<{ readonly row: api.IssueRow; readonly path: readonly string[] } | undefined> {
  const { rows: [found] } = await sql<RowWithPath>`
    select ${rowColumns(now)}, l.path from ${from.ledger} l ${namesIn(from)} where l.issue_id = ${issueId} and ${liesIn(area)}`.execute(db);
  if (!found) return undefined;
  const { path, ...row } = found;
  return { row, path };
}

export async function findIssues(db: Kysely<unknown>, issueIds: readonly string[], { from, area, now }: Asking): Promise<ReadonlyMap<string, api.IssueRow>> {
  const { rows } = await sql<api.IssueRow>`
    select ${rowColumns(now)} from ${from.ledger} l ${namesIn(from)} where l.issue_id = any(${[...issueIds]}::text[]) and ${liesIn(area)}`.execute(db);
  return new Map(rows.map((row) => [row.issueId, row]));
}

/** Asked at every notice that something moved, mostly for one page of it. */
export async function findChanges({ db, pool }: { readonly db: Kysely<unknown>; readonly pool: pg.Pool }, after: number, now: Instant): Promise<ScopedBoardChange> {
  const { position, rows } = await firstPrepared(db, pool, sql<{ position: number; rows: readonly RowWithPath[] }>`
    select ${PRESENT.position} as position, (select coalesce(json_agg(page), '[]') from (
      select ${rowColumns(now)}, l.path from read.ledger l ${namesIn(PRESENT)} where l.position > ${after} order by l.position
    ) page) as rows`);
  return { position, changed: rows.map(({ path, ...row }) => ({ row, open: row.stage !== 'ended', path })) };
}
