import type { EventStore } from '#event-store';
import { leafOf, type Edge } from './merkle.js';

const PAGE = 1_000;

/** Adds the record's events to a tree until it has the size, or the record ends. */
export async function growTo(size: number, edge: Edge, store: Pick<EventStore, 'readAll'>): Promise<void> {
  while (edge.size < size) {
    const page = await store.readAll({ after: edge.size, limit: Math.min(PAGE, size - edge.size) });
    if (page.length === 0) break;
    for (const event of page) edge.push(leafOf(event.hash));
  }
}
