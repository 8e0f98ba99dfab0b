import { findNotes, type ActingPost } from '#identity';
import type { ReadModels } from '#projections';
import type { api } from '#wire';
import { everyPage } from './every-page.js';
import { namesOf } from './names.js';
import type { ReadingSources } from './sensitive-reads.js';
import { standpoint } from './standpoint.js';
import { unitsUnder } from './units-under.js';

/**
 * What was noted of people and operators: for a post of the root all of it, for another what was done by the posts of its area. As of a moment,
 * what had been noted by then, with the names of then.
 */
export async function auditNotes(sources: ReadingSources, query: api.AuditQuery, asking: ActingPost | 'everything'): Promise<api.AuditRows> {
  const { asOf: asked, ...filter } = query;
  const { readModels, asOf } = await standpoint(sources, asked);
  const units = asking === 'everything' ? asking : await unitsShownTo(asking, sources.readModels);
  const { rows, next } = await findNotes(sources.desk, { ...filter, until: asOf?.at }, units);
  const names = await namesOf(readModels, rows.flatMap(({ cadre }) => (cadre === null ? [] : [cadre])));
  return { rows: rows.map((row) => ({ ...row, byName: row.cadre === null ? row.operator : names.cadre(row.cadre) })), next, asOf };
}

/** All of them, a page at a time. */
export async function* everyAuditNote(sources: ReadingSources, filter: Omit<api.AuditQuery, 'cursor' | 'limit'>): AsyncGenerator<readonly api.AuditRow[]> {
  for await (const { rows } of everyPage((from) => auditNotes(sources, { ...filter, ...from, limit: 200 }, 'everything'))) yield rows;
}

async function unitsShownTo({ unit }: ActingPost, readModels: Pick<ReadModels, 'units' | 'directory'>): Promise<readonly string[] | 'everything'> {
  return (await readModels.directory()).unit(unit)?.parent === null ? 'everything' : await unitsUnder(unit, readModels);
}
