import { findSensitiveReads, type ActingPost, type Desk } from '#identity';
import type { api } from '#wire';
import { everyPage } from './every-page.js';
import { namesOf } from './names.js';
import { standpoint, type StandpointPorts } from './standpoint.js';
import { unitsUnder } from './units-under.js';

export interface ReadingSources extends StandpointPorts {
  readonly desk: Desk;
}

/** Who read a sensitive file, or tried to: for a post, what lay in its area then. As of a moment, what had been read by then, with the names of then. */
export async function sensitiveReads(sources: ReadingSources, query: api.SensitiveReadsQuery, asking: ActingPost | 'everything'): Promise<api.SensitiveReads> {
  const { asOf: asked, ...filter } = query;
  const { readModels, asOf } = await standpoint(sources, asked);
  const units = asking === 'everything' ? asking : await unitsUnder(asking.unit, sources.readModels);
  const { rows, next } = await findSensitiveReads(sources.desk, { ...filter, until: asOf?.at }, units);
  const names = await namesOf(readModels, rows.flatMap(({ cadre }) => (cadre === null ? [] : [cadre])));
  return { rows: rows.map((row) => ({ ...row, byName: row.cadre === null ? (row.operator ?? '') : names.cadre(row.cadre) })), next, asOf };
}

/** All of them, a page at a time. */
export async function* everySensitiveRead(sources: ReadingSources, filter: Omit<api.SensitiveReadsQuery, 'cursor' | 'limit'>): AsyncGenerator<readonly api.SensitiveRead[]> {
  for await (const { rows } of everyPage((from) => sensitiveReads(sources, { ...filter, ...from, limit: 200 }, 'everything'))) yield rows;
}
