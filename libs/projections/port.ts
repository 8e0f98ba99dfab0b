import type { RecordedEvent } from '#event-store';

/**
 * A read model: a pure fold, one row a key. The projector loads the rows of a page's keys, folds the page in memory,
 * and writes each touched row once, together with the checkpoint, in one transaction.
 */
export interface Projection<Row extends object> {
  readonly name: string;
  /** Raised when the rows' meaning changes: the projector then rebuilds. */
  readonly version: number;
  /** The row that an event concerns; null when this read model does not care. */
  keyOf(event: RecordedEvent): string | null;
  /** Every event makes a row of its own that no later one changes: none is loaded before, and a rebuild holds none back. */
  readonly rowPerEvent?: true;
  /** The row after the event; null when there is no (or no longer a) row. Pure. */
  project(row: Row | null, event: RecordedEvent): Row | null;
}
