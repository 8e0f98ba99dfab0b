import { EMPTY_STREAM, type EventStore } from '#event-store';

/** What questions ask of the record. */
export type ReadableRecord = Pick<EventStore, 'readStream' | 'readAll' | 'findCommand'>;

/** The record as it was at a position: what was written later is not there. */
export function recordAsOf(store: ReadableRecord, position: number): ReadableRecord {
  return {
    readStream: async (streamId) => {
      const events = (await store.readStream(streamId)).events.filter((event) => event.position <= position);
      const last = events.at(-1);
      return { events, head: last ? { revision: last.revision, hash: last.hash } : EMPTY_STREAM };
    },
    readAll: async ({ after, limit = 1000 }) => (after >= position ? [] : await store.readAll({ after, limit: Math.min(limit, position - after) })),
    findCommand: async (commandId) => {
      const receipt = await store.findCommand(commandId);
      return receipt && receipt.lastPosition <= position ? receipt : undefined;
    },
  };
}
