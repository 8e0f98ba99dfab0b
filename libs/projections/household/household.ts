import type { RecordedEvent } from '#event-store';
import { decodeEvent } from '#wire';
import type { Projection } from '../port.js';

/** A household as it is now, without the names of those who live there. */
export interface HouseholdRow {
  readonly household: string;
  readonly unit: string;
  readonly address: string;
  readonly careGroups: readonly string[];
  /** Of the last event that changed the row. */
  readonly position: number;
}

const TYPES = new Set(['HouseholdRegistered', 'HouseholdChanged']);

export const householdProjection: Projection<HouseholdRow> = {
  name: 'household',
  version: 2,
  keyOf: (event) => (TYPES.has(event.type) ? (event.data as { household: string }).household : null),
  project(row: HouseholdRow | null, recorded: RecordedEvent): HouseholdRow | null {
    const event = decodeEvent(recorded);
    switch (event.type) {
      case 'HouseholdRegistered':
      case 'HouseholdChanged': {
        const { household, unit, address, careGroups } = event.data;
        return { household, unit, address, careGroups, position: recorded.position };
      }
      default: return row;
    }
  },
};
