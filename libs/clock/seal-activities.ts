import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { Fault, untilAny } from '#kernel';
import type { SealActivities } from '#wire/clock';

export interface SealActivityParts {
  /** Seals until the signal aborts: libs/seal. */
  readonly sealUntil: (end: AbortSignal) => Promise<number>;
  /** The worker is shutting down. */
  readonly ending: AbortSignal;
  /** How long a turn takes. Less than a minute, so that the next begins on time. */
  readonly forMs?: number;
}

const TURN_MS = 50_000;
const HEARTBEAT_MS = 5_000;

/** What workers do for the seal schedule. A turn can be repeated, and can run twice at once. */
export function sealActivities({ sealUntil, ending, forMs = TURN_MS }: SealActivityParts): SealActivities {
  return {
    async seal() {
      const beating = setInterval(() => heartbeat(), HEARTBEAT_MS);
      try {
        return await untilAny([ending, cancellationSignal(), AbortSignal.timeout(forMs)], sealUntil);
      } catch (error) {
        // Without its cause, which may quote what is in the database.
        if (error instanceof Fault && !error.transient) throw ApplicationFailure.nonRetryable(error.message, error.code);
        throw error;
      } finally {
        clearInterval(beating);
      }
    },
  };
}
