import type { ProjectionHealth } from '#projections/postgres';
import type { api } from '#wire';

/** How a read model stands, as operators are told. A rebuild that an event stopped holds the read model only when nobody follows its older version. */
export function standingOf({ name, version, position, movedAt, poison, skipped, next, before }: ProjectionHealth, recorded: number | null): api.ReadModelStanding {
  const held = poison ?? (next?.stop && next.version > version ? next.stop : null);
  return {
    name, version, position, movedAt,
    state: held ? 'stopped' : skipped.length > 0 ? 'incomplete' : 'live',
    lag: recorded === null ? null : Math.max(0, recorded - position),
    stop: held && { position: held.position, eventType: held.eventType, code: held.code },
    skipped: [...skipped], next, before,
  };
}
