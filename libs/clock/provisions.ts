import { Fault } from '#kernel';
import type { TemporalConnection } from './connection.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { ensureSealSchedule, SEAL_SCHEDULE, sealScheduleIs } from './seal-schedule.js';

/** Longer than a cluster may take to learn of new attributes: who neither does what is asked nor refuses shall not hold up the comparison for ever. */
const ANSWER_MS = 45_000;

/**
 * Sees to what Temporal must hold besides the issue workflows: their search attributes, and the schedule that seals the record. To be called again and
 * again, for an emptied Temporal has neither, and anyone may delete a schedule. The schedule is brought to this version's form by the first call that succeeds.
 * Fault `seal-schedule-paused`: somebody paused it, and it stays so, but nothing is sealed meanwhile.
 */
export function provisionsOf({ connection, client, namespace, address }: TemporalConnection): (signal: AbortSignal) => Promise<void> {
  let formed = false;
  return (signal) => connection.withDeadline(Date.now() + ANSWER_MS, async () => {
    await ensureSearchAttributes(connection, { address, namespace, signal });
    const found = await sealScheduleIs(client);
    if (!formed || found === 'missing') await ensureSealSchedule(client);
    formed = true;
    if (found === 'paused') throw new Fault('seal-schedule-paused', { params: { schedule: SEAL_SCHEDULE }, transient: true, tryNext: `let it go on: temporal schedule toggle --schedule-id ${SEAL_SCHEDULE} --unpause --reason ended` });
  });
}
