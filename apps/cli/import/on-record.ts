import type { AnyEvent } from '#application';
import type { Decider } from '#kernel';
import { decodeEvent } from '#wire';
import type { OnRecord } from './importer.js';

/** How an aggregate stands on record. */
export async function stateOf<Event extends AnyEvent, State>(record: OnRecord, streamId: string, { initial, evolve }: Pick<Decider<never, Event, State, never>, 'initial' | 'evolve'>): Promise<State> {
  const { events } = await record.readStream(streamId);
  return events.reduce<State>((state, event) => evolve(state, decodeEvent(event) as Event), initial);
}
