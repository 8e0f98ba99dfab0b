import { proxyActivities } from '@temporalio/workflow';
import type { SealActivities } from '#wire/clock';

const SECOND = 1_000;

// A worker that died is noticed by its heartbeat, and another takes over within the same run; after that the next run does.
const { seal } = proxyActivities<SealActivities>({
  startToCloseTimeout: 90 * SECOND,
  scheduleToCloseTimeout: 120 * SECOND,
  heartbeatTimeout: 15 * SECOND,
  retry: { initialInterval: SECOND, maximumAttempts: 3 },
});

/**
 * One turn of the sealer, started each minute by a schedule. All of the work, and everything that must not be lost, is on
 * the other side of the activity: a run that fails is followed by one that seals what it left. Answers with the number of new checkpoints.
 */
export async function sealRecord(): Promise<number> {
  return seal();
}
