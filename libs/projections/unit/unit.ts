import type { RecordedEvent } from '#event-store';
import { decodeEvent, type api } from '#wire';
import type { Projection } from '../port.js';

/** A unit of the tree as it stands. A unit never moves; its name may change. */
export interface UnitRow extends Readonly<api.UnitShape> {
  /** Of the last event that changed the row. */
  readonly position: number;
}

const TYPES = new Set(['UnitRegistered', 'UnitRenamed']);

export const unitProjection: Projection<UnitRow> = {
  name: 'unit',
  version: 2,
  keyOf: (event) => (TYPES.has(event.type) ? (event.data as { code: string }).code : null),
  project(row: UnitRow | null, recorded: RecordedEvent): UnitRow | null {
    const event = decodeEvent(recorded);
    const { position } = recorded;
    switch (event.type) {
      case 'UnitRegistered': {
        const { code, name, level, kind, parent } = event.data;
        return { code, name, level, kind, parent, position };
      }
      case 'UnitRenamed': return row && { ...row, name: event.data.name, position };
      default: return row;
    }
  },
};
