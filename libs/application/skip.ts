import { uuid5 } from '#event-store';
import type { Actor, Instant, Refusal } from '#kernel';
import type { Stop, Stops } from '#projections';
import type { Giver } from './give.js';
import { nameOf } from './ids.js';

export interface SkipRequest {
  readonly readModel: string;
  readonly position: number;
  readonly reason: string;
  readonly by: Actor;
  readonly at: Instant;
}

export type SkipOutcome =
  | { readonly status: 'done'; readonly stop: Stop }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** The store's answer was lost and the read model still stands there; ask again. */
  | { readonly status: 'unknown' };

/**
 * Lets a read model that stopped at an event go on without it. The act goes on record first: a process that dies in between
 * leaves a skip on record that is not done, and asking again does it without a second event, whoever asks. Fault
 * `skip-not-stopped` when it does not stand at this very position, or somebody else was faster.
 */
export async function skipAtStop({ giver, stops }: { readonly giver: Giver; readonly stops: Stops }, { readModel, position, reason, by, at }: SkipRequest): Promise<SkipOutcome> {
  const stop = await stops.find(readModel, position);
  const { stoppedAt, ...stopped } = stop;
  const id = uuid5('skip-event', readModel, stop.copy, position, stoppedAt);
  const outcome = await giver.give({ type: 'skip-event', id, at, by, data: { ...stopped, reason } });
  if (outcome.status === 'refused' || outcome.status === 'unknown') return outcome;
  await stops.pass(stop, { by: nameOf(by), reason });
  return { status: 'done', stop };
}
