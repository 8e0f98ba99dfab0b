import type { Scope } from '#projections';
import type { api } from '#wire';

/** One issue's change as kept for listeners: its row written out once, for all of them. */
export interface KeptRow {
  readonly issueId: string;
  readonly json: string;
  readonly open: boolean;
  /** Units above its area and its holders, now and before the change. */
  readonly path: readonly string[];
  readonly before: readonly string[];
}

export interface KeptChange {
  readonly position: number;
  readonly rows: readonly KeptRow[];
}

export function isSeen(path: readonly string[], scope: Scope): boolean {
  return scope === 'everything' || path.some((unit) => scope.within.includes(unit));
}

/**
 * The event that a listener of this scope gets for a change, or null when the change is none of its business. An issue
 * that was within the scope and is no longer (passed on, or ended) comes as `gone`; others are not even named.
 */
export function frameFor(change: KeptChange, scope: Scope): string | null {
  const rows = change.rows.filter((row) => row.open && isSeen(row.path, scope));
  const gone = change.rows.filter((row) => !(row.open && isSeen(row.path, scope)) && isSeen(row.before, scope));
  if (rows.length === 0 && gone.length === 0) return null;
  const data = `{"position":${change.position},"rows":[${rows.map((row) => row.json).join(',')}],"gone":${JSON.stringify(gone.map((row) => row.issueId))}}`;
  return `id: ${change.position}\nevent: board\ndata: ${data}\n\n`;
}

/** Tells a listener whose place is no longer kept to get the board again. */
export function reloadFrame(position: number): string {
  return `id: ${position}\nevent: reload\ndata: ${JSON.stringify({ position } satisfies api.BoardReload)}\n\n`;
}

/** Keeps the connection open and the listener's place up to date, without an event. */
export function heartbeatFrame(position: number): string {
  return `id: ${position}\n: still here\n\n`;
}
