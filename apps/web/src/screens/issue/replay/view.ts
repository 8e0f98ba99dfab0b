import type { api } from '#wire';

/** How a history is told: sentences alone; with who, why and how things stood; or as it lies on record. */
export const VIEWS = ['compact', 'full', 'json'] as const;
export type View = (typeof VIEWS)[number];

/** The event as it is stored, without what the replay adds to it. */
export function asStored({ step: _step, rule: _rule, state: _state, changed: _changed, ...entry }: api.ReplayStep): api.HistoryEntry {
  return entry;
}
