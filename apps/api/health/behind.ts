import type { ProjectionHealth } from '#projections/postgres';
import type { ApiParts } from '../parts.js';

/** How far what has read the record to a position is behind it: null while that cannot be asked. */
export interface Behind {
  readonly lag: number | null;
  /** For how long the first event that it has not read has been on record; null when it has read all, and while that cannot be asked. */
  readonly behindMs: number | null;
}

export type ReadModelBehind = ProjectionHealth & Behind;

/** Of one moment: each position is looked up once. Read as it is kept, since of what waits the time alone is told. */
export async function behindRecord({ record, now }: Pick<ApiParts, 'record' | 'now'>): Promise<(position: number) => Promise<Behind>> {
  const recorded = await record.lastPosition().catch(() => null);
  const waiting = new Map<number, Promise<number | null>>();
  const waitingBehind = (position: number): Promise<number | null> => {
    const asked = waiting.get(position) ?? record.readAll({ after: position, limit: 1 }).then(([first]) => first ? Math.max(0, Date.parse(now()) - Date.parse(first.recordedAt)) : null, () => null);
    waiting.set(position, asked);
    return asked;
  };
  return async (position) => {
    const lag = recorded === null ? null : Math.max(0, recorded - position);
    return { lag, behindMs: lag ? await waitingBehind(position) : null };
  };
}

export async function readModelsBehind(parts: Pick<ApiParts, 'readModelsHealth' | 'record' | 'now'>): Promise<readonly ReadModelBehind[]> {
  const readModels = await parts.readModelsHealth();
  const behind = await behindRecord(parts);
  return await Promise.all(readModels.map(async (one) => ({ ...one, ...(await behind(one.position)) })));
}
