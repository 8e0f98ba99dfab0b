import type { CivilDate, Instant } from '#kernel';
import type { RecordedEvent } from '#event-store';
import type { Projection } from '../port.js';

/**
 * A day (UTC) of writing: where its events lie in the record, when they happened, by which rules. A search by time or rule
 * version so knows between which positions to look; moments of the record are nearly, and not quite, in its order.
 */
export interface DayRow {
  readonly day: CivilDate;
  readonly first: number;
  readonly last: number;
  readonly happenedFrom: Instant;
  readonly happenedTo: Instant;
  /** In order, each once. */
  readonly ruleVersions: readonly string[];
}

export const dayProjection: Projection<DayRow> = {
  name: 'day',
  version: 1,
  keyOf: ({ recordedAt }) => recordedAt.slice(0, 10),
  project(row: DayRow | null, { position, at, recordedAt, ruleVersion }: RecordedEvent): DayRow {
    if (row === null) return { day: recordedAt.slice(0, 10), first: position, last: position, happenedFrom: at, happenedTo: at, ruleVersions: [ruleVersion] };
    return {
      ...row,
      last: position,
      happenedFrom: at < row.happenedFrom ? at : row.happenedFrom,
      happenedTo: at > row.happenedTo ? at : row.happenedTo,
      ruleVersions: row.ruleVersions.includes(ruleVersion) ? row.ruleVersions : [...row.ruleVersions, ruleVersion].sort(),
    };
  },
};
