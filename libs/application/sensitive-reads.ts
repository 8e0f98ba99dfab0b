import { isWithin } from '#domain';
import { findSensitiveReads, type ActingPost, type Desk } from '#identity';
import type { ReadModels } from '#projections';
import type { api } from '#wire';
import { namesOf } from './names.js';

export interface ReadingSources {
  readonly desk: Desk;
  readonly readModels: Pick<ReadModels, 'units' | 'cadreNames' | 'directory'>;
}

/** Who read a sensitive file, or tried to: for a post, what lay in its area then. */
export async function sensitiveReads({ desk, readModels }: ReadingSources, query: api.SensitiveReadsQuery, asking: ActingPost | 'everything'): Promise<api.SensitiveReads> {
  const { rows, next } = await findSensitiveReads(desk, query, asking === 'everything' ? asking : await unitsUnder(asking.unit, readModels));
  const names = await namesOf(readModels, rows.flatMap(({ cadre }) => (cadre === null ? [] : [cadre])));
  return { rows: rows.map((row) => ({ ...row, byName: row.cadre === null ? (row.operator ?? '') : names.cadre(row.cadre) })), next };
}

/** All of them, a page at a time. */
export async function* everySensitiveRead(sources: ReadingSources, filter: Omit<api.SensitiveReadsQuery, 'cursor' | 'limit'>): AsyncGenerator<readonly api.SensitiveRead[]> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: api.SensitiveReads = await sensitiveReads(sources, { ...filter, limit: 200, ...(cursor ? { cursor } : {}) }, 'everything');
    yield page.rows;
    cursor = page.next;
  }
}

async function unitsUnder(root: string, readModels: Pick<ReadModels, 'units' | 'directory'>): Promise<readonly string[]> {
  const [units, directory] = await Promise.all([readModels.units(), readModels.directory()]);
  return units.map(({ code }) => code).filter((code) => isWithin(directory, code, root));
}
