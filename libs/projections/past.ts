import type { RecordedEvent } from '#event-store';

/** A row that says which event changed it last. */
export interface Positioned {
  readonly position: number;
}

/** A row as it was: it stood from its own position until, and without, `until`. */
export type Past<Row extends Positioned = Positioned> = Row & { readonly until: number };

/**
 * The row that an event's command put an end to. Null for what the command itself made on the way: its events are on record
 * together or not at all, so no moment lies between them, and however a page cuts them the past is the same.
 */
export function pastEndedBy<Row extends Positioned>(before: Row, { position, index }: Pick<RecordedEvent, 'position' | 'index'>): Past<Row> | null {
  const until = position - index;
  return before.position < until ? { ...before, until } : null;
}
