import type { EventStore } from '#event-store';
import { Fault } from '#kernel';
import type { FaultPlan, Failures } from './fault-points.js';

const undone = (): Error => new Fault('store-unavailable', { params: { reason: 'planned' }, transient: true });
const unknown = (): Error => new Fault('store-outcome-unknown', { transient: true });

/** A read can only fail or come late: it leaves nothing behind that nobody knows of. */
const READING: Failures<never> = { undone, unknown: undone, denied: undone };

/**
 * The store with faults at its calls. `done-but-failed` at an append is what a driver makes of it that sends again by itself: the
 * first sending was taken, and the second one's conflict is what the caller hears.
 */
export function faultyStore(store: EventStore, plan: FaultPlan): EventStore {
  return {
    append: (request) => plan.through('append', () => store.append(request), { undone, unknown, denied: () => ({ status: 'conflict' }) }),
    readStream: (streamId) => plan.through('readStream', () => store.readStream(streamId), READING),
    readAll: (options) => plan.through('readAll', () => store.readAll(options), READING),
    lastPosition: () => plan.through('lastPosition', () => store.lastPosition(), READING),
    findCommand: (commandId) => plan.through('findCommand', () => store.findCommand(commandId), READING),
    follow: (options) => follow(store, plan, options),
    close: () => store.close(),
  };
}

async function* follow(store: EventStore, plan: FaultPlan, options: Parameters<EventStore['follow']>[0]): ReturnType<EventStore['follow']> {
  for await (const page of store.follow(options)) yield await plan.through('follow', async () => page, READING);
}
