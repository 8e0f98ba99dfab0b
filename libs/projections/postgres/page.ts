import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { FoldFailure } from './poison.js';
import type { Sink } from './sink.js';
import type { Suffix } from './table.js';

/** Folds the events into rows held in memory. What the projection throws comes as a FoldFailure. */
export function fold<Row extends object>(sink: Sink<Row>, rows: Map<string, Row | null>, events: readonly RecordedEvent[]): void {
  const { projection } = sink;
  for (const event of events) {
    try {
      const key = projection.keyOf(event);
      if (key !== null) rows.set(key, projection.project(rows.get(key) ?? null, event));
    } catch (cause) {
      throw new FoldFailure(event, cause);
    }
  }
}

/** Takes a page into the tables within the caller's transaction: rows loaded once, folded in memory, written once. */
export async function applyPage(client: pg.ClientBase, sink: Sink, events: readonly RecordedEvent[], suffix: Suffix): Promise<void> {
  const keys = new Set(events.flatMap((event) => sink.projection.keyOf(event) ?? []));
  if (keys.size === 0) return;
  const before = await sink.load(client, [...keys], suffix);
  const rows = new Map<string, object | null>(before);
  fold(sink, rows, events);
  const changes = [...keys].map((key) => ({ key, before: before.get(key) ?? null, after: rows.get(key) ?? null }));
  await sink.write(client, changes.filter((change) => change.after !== change.before), suffix);
}
