import type { Actor, Instant } from '#kernel';
import type { RecordedEvent } from '#event-store';
import type { Projection } from '../port.js';
import { issueOfStream } from '../streams.js';

/** One event as auditors look for it: codes and moments alone. What it says is read from the record itself. */
export interface TrailRow {
  readonly position: number;
  readonly type: string;
  /** The issue that it is about; null for events of the organisation. */
  readonly issue: string | null;
  /** For events of the organisation: the unit that they name. Null for those that name none, which the root alone sees. */
  readonly unit: string | null;
  readonly by: Actor['kind'];
  readonly cadre: string | null;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly ruleVersion: string;
}

const UNIT_TYPES = new Set(['UnitRegistered', 'UnitRenamed']);

export const trailProjection: Projection<TrailRow> = {
  name: 'trail',
  version: 1,
  rowPerEvent: true,
  keyOf: ({ position }) => String(position),
  project(_row: TrailRow | null, recorded: RecordedEvent): TrailRow {
    const { position, type, streamId, at, by, recordedAt, ruleVersion } = recorded;
    const issue = streamId.startsWith('issue/') ? issueOfStream(streamId) : null;
    return {
      position, type, issue, unit: issue === null ? unitOf(recorded) : null,
      by: by.kind, cadre: by.kind === 'cadre' ? by.cadre : null, at, recordedAt, ruleVersion,
    };
  },
};

/** Read as it was written, whatever its shape's version: an event that nobody understands must still be found. */
function unitOf({ type, data }: RecordedEvent): string | null {
  const { code, unit } = data as { readonly code?: unknown; readonly unit?: unknown };
  const named = UNIT_TYPES.has(type) ? code : unit;
  return typeof named === 'string' ? named : null;
}
