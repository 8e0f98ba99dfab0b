import { EPOCH_STREAM, type EventStore } from '#event-store';

/** The epoch that the record is in: 1 until a gap was declared for the first time. */
export async function epochOf(store: Pick<EventStore, 'readStream'>): Promise<number> {
  const { events } = await store.readStream(EPOCH_STREAM);
  return (events.at(-1)?.data as { readonly epoch: number } | undefined)?.epoch ?? 1;
}
