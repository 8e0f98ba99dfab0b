import type { ApiParts } from '../parts.js';
import { answer } from './answer.js';
import { behindRecord, type Behind } from './behind.js';

/** What the worker calls a standstill as well: within a minute of any recovery the clock has taken what is on record. */
const STALLED_MS = 60_000;

/**
 * How the clock stands, as seen by a process that runs none. `down`: Temporal cannot be reached; `stalled`: an event has been on record for
 * more than a minute and the keeper has not taken it, so nobody is urged; `not-set`: this process was not told where Temporal is.
 */
export interface ClockStanding extends Behind {
  readonly status: 'up' | 'down' | 'stalled' | 'not-set';
  /** How far the keeper has taken the record; null where none has run, or it cannot be asked. */
  readonly position: number | null;
  /** Issues whose workflow has not heard the last of them. */
  readonly untold: number | null;
}

/** Each question is left after a moment: what is not answered is null. */
export async function clockStanding(parts: Pick<ApiParts, 'isClockReachable' | 'operators' | 'record' | 'now'>): Promise<ClockStanding> {
  const { isClockReachable } = parts;
  const [reachable, found] = await Promise.all([isClockReachable && answer(isClockReachable), answer(() => keeperBehind(parts))]);
  const status = isClockReachable === null ? 'not-set' : reachable !== true ? 'down' : (found?.behindMs ?? 0) >= STALLED_MS ? 'stalled' : 'up';
  return { status, position: found?.position ?? null, untold: found?.untold ?? null, lag: found?.lag ?? null, behindMs: found?.behindMs ?? null };
}

async function keeperBehind(parts: Pick<ApiParts, 'operators' | 'record' | 'now'>) {
  const keeper = await parts.operators.clock();
  return keeper && { ...keeper, ...(await (await behindRecord(parts))(keeper.position)) };
}
