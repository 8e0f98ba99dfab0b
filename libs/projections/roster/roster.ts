import type { CivilDate } from '#kernel';
import type { RosterLink } from '#domain';
import type { RecordedEvent } from '#event-store';
import { decodeEvent } from '#wire';
import type { Projection } from '../port.js';

/** A dated link of the roster; those that ended stay, for any past day's roster. */
export interface RosterRow extends RosterLink {
  /** The last day; null while it lasts. */
  readonly to: CivilDate | null;
  /** Of the last event that changed the row. */
  readonly position: number;
}

const TYPES = new Set(['RosterLinked', 'RosterUnlinked']);

export const rosterProjection: Projection<RosterRow> = {
  name: 'roster',
  version: 2,
  keyOf: (event) => (TYPES.has(event.type) ? (event.data as { link: string }).link : null),
  project(row: RosterRow | null, recorded: RecordedEvent): RosterRow | null {
    const event = decodeEvent(recorded);
    const { position } = recorded;
    switch (event.type) {
      case 'RosterLinked': {
        const { link, cadre, kind, target, unit, from } = event.data;
        return { link, cadre, kind, target, unit, from, to: null, position };
      }
      case 'RosterUnlinked': return row && { ...row, to: event.data.to, position };
      default: return row;
    }
  },
};
