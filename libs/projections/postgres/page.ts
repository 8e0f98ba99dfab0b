import type { RecordedEvent } from '#event-store';
import type pg from 'pg';
import { pastEndedBy, type Past, type Positioned } from '../past.js';
import { FoldFailure } from './poison.js';
import type { Sink } from './sink.js';
import { upsertRows, type Suffix } from './table.js';

/** Where a fold finds and leaves its rows. */
export interface FoldedRows {
  get(key: string): object | null | undefined;
  set(key: string, row: object | null): unknown;
}

/**
 * Folds the events into rows held in memory; answers with the rows that became past, where the sink keeps them. What the
 * projection throws comes as a FoldFailure.
 */
export function fold(sink: Sink, rows: FoldedRows, events: readonly RecordedEvent[]): readonly Past[] {
  const { projection, past } = sink;
  const ended: Past[] = [];
  for (const event of events) {
    try {
      const key = projection.keyOf(event);
      if (key === null) continue;
      const before = rows.get(key) ?? null;
      const after = projection.project(before, event);
      rows.set(key, after);
      if (past && before && after !== before) {
        const left = pastEndedBy(before as Positioned, event);
        if (left) ended.push(left);
      }
    } catch (cause) {
      throw new FoldFailure(event, cause);
    }
  }
  return ended;
}

/** Takes a page into the tables within the caller's transaction: rows loaded once, folded in memory, written once. */
export async function applyPage(client: pg.ClientBase, sink: Sink, events: readonly RecordedEvent[], suffix: Suffix): Promise<void> {
  const keys = new Set(events.flatMap((event) => sink.projection.keyOf(event) ?? []));
  if (keys.size === 0) return;
  const before = await sink.load(client, [...keys], suffix);
  const rows = new Map<string, object | null>(before);
  const ended = fold(sink, rows, events);
  const changes = [...keys].map((key) => ({ key, before: before.get(key) ?? null, after: rows.get(key) ?? null }));
  await sink.write(client, changes.filter((change) => change.after !== change.before), suffix);
  if (sink.past) await upsertRows(client, sink.past.table, await sink.past.stored(ended), suffix);
}
