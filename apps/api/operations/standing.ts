import type { ProjectionHealth } from '#projections/postgres';
import type { api } from '#wire';
import type { ReadModelBehind } from '../health/behind.js';

/** The event that holds it: a rebuild that stopped holds it only when nobody follows its older version. */
export function heldAt({ version, poison, next }: Pick<ProjectionHealth, 'version' | 'poison' | 'next'>): api.ReadModelStanding['stop'] {
  return poison ?? (next?.stop && next.version > version ? next.stop : null);
}

/** How a read model stands, as operators are told. */
export function standingOf(one: ReadModelBehind): api.ReadModelStanding {
  const { name, version, position, movedAt, skipped, asked, next, before, lag, behindMs } = one;
  const held = heldAt(one);
  return {
    name, version, position, movedAt,
    state: held ? 'stopped' : skipped.length > 0 ? 'incomplete' : 'live',
    lag, behindMs,
    stop: held && { position: held.position, eventType: held.eventType, code: held.code },
    skipped: [...skipped], asked, next, before,
  };
}
