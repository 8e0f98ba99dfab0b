import type { ProjectionHealth } from '#projections/postgres';
import type { ApiParts } from '../parts.js';

/** A read model with how far it is behind the record: null while that cannot be asked. */
export interface ReadModelBehind extends ProjectionHealth {
  readonly lag: number | null;
  /** Since when the first event that it has not read is on record; null when it has read all. */
  readonly behindMs: number | null;
}

export async function readModelsBehind({ readModelsHealth, store, now }: Pick<ApiParts, 'readModelsHealth' | 'store' | 'now'>): Promise<readonly ReadModelBehind[]> {
  const readModels = await readModelsHealth();
  const recorded = await store.lastPosition().catch(() => null);
  const waiting = new Map<number, Promise<number | null>>();
  const waitingBehind = (position: number): Promise<number | null> => {
    const asked = waiting.get(position) ?? store.readAll({ after: position, limit: 1 }).then(([first]) => first ? Math.max(0, Date.parse(now()) - Date.parse(first.recordedAt)) : null, () => null);
    waiting.set(position, asked);
    return asked;
  };
  return await Promise.all(readModels.map(async (one) => {
    const lag = recorded === null ? null : Math.max(0, recorded - one.position);
    return { ...one, lag, behindMs: lag ? await waitingBehind(one.position) : null };
  }));
}
