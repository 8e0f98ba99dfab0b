import type { StandstillCause } from '#wire/clock';
import type { ApiParts } from '../parts.js';
import { answer } from './answer.js';
import { behindRecord, type Behind } from './behind.js';

/** What the worker calls a standstill as well: within a minute of any recovery the clock has taken what is on record. */
const STALLED_MS = 60_000;

/**
 * How the clock stands, as seen by a process that runs none. `down`: Temporal cannot be reached; `stalled`: it must stand still, or an event has been on record
 * for more than a minute and no keeper has taken it, so nobody is urged; `unknown`: its table cannot be asked; `not-set`: this process was not told where Temporal is.
 */
export interface ClockStanding extends Behind {
  readonly status: 'up' | 'down' | 'stalled' | 'unknown' | 'not-set';
  /** How far the keeper has taken the record; null where none has run, or it cannot be asked. */
  readonly position: number | null;
  /** Issues whose workflow has not heard the last of them. */
  readonly untold: number | null;
  readonly standstill: StandstillCause | null;
}

type Keeper = Omit<ClockStanding, 'status'>;

const UNASKED: Keeper = { position: null, untold: null, standstill: null, lag: null, behindMs: null };

/** Each question is left after a moment: what is not answered is null. */
export async function clockStanding(parts: Pick<ApiParts, 'isClockReachable' | 'operators' | 'record' | 'now'>): Promise<ClockStanding> {
  const { isClockReachable } = parts;
  const [reachable, keeper] = await Promise.all([isClockReachable && answer(isClockReachable), answer(() => keeperOf(parts))]);
  const status = isClockReachable === null ? 'not-set' : reachable !== true ? 'down' : keeper === null ? 'unknown' : stands(keeper) ? 'stalled' : 'up';
  return { status, ...(keeper ?? UNASKED) };
}

function stands({ standstill, behindMs }: Keeper): boolean {
  return standstill !== null || (behindMs ?? 0) >= STALLED_MS;
}

/** Where none has run, all of the record waits for one. */
async function keeperOf(parts: Pick<ApiParts, 'operators' | 'record' | 'now'>): Promise<Keeper> {
  const keeper = await parts.operators.clock();
  const behind = await behindRecord(parts);
  return { ...(keeper ?? { position: null, untold: null, standstill: null }), ...(await behind(keeper?.position ?? 0)) };
}
