import type { api } from '#wire';
import type { ReadModelBehind } from '../health/behind.js';

/** How a read model stands, as operators are told. A rebuild that an event stopped holds the read model only when nobody follows its older version. */
export function standingOf({ name, version, position, movedAt, poison, skipped, asked, next, before, lag, behindMs }: ReadModelBehind): api.ReadModelStanding {
  const held = poison ?? (next?.stop && next.version > version ? next.stop : null);
  return {
    name, version, position, movedAt,
    state: held ? 'stopped' : skipped.length > 0 ? 'incomplete' : 'live',
    lag, behindMs,
    stop: held && { position: held.position, eventType: held.eventType, code: held.code },
    skipped: [...skipped], asked, next, before,
  };
}
