import type { ClockPosition } from '#clock/position';
import { openMemoryStore } from '#event-store/memory';
import { instantOf } from '#kernel';
import { append } from '../../../libs/testing/append-requests.js';
import type { OperatorParts } from '../parts.js';
import { clockStanding } from './clock-standing.js';

const KEEPER: ClockPosition = { position: 1, untold: 2, standstill: null };

/** Three events on record, and a keeper that has taken one of them; asked so long after. */
async function standing({ afterMs, reachable = true, clock = async () => KEEPER }: { afterMs: number; reachable?: boolean | null; clock?: OperatorParts['clock'] }) {
  const record = openMemoryStore();
  for (let n = 0; n < 3; n += 1) await append(record);
  const now = () => instantOf(Date.now() + afterMs);
  return clockStanding({ record, now, isClockReachable: reachable === null ? null : async () => reachable, operators: { clock } as OperatorParts });
}

describe('the clock, seen by a process that runs none', () => {
  it('runs while what it has not taken is fresh', async () => {
    expect(await standing({ afterMs: 30_000 })).toMatchObject({ status: 'up', position: 1, untold: 2, lag: 2 });
  });

  it('stands still once something has waited for a minute, and not when it has taken all', async () => {
    const late = await standing({ afterMs: 61_000 });
    expect(late).toMatchObject({ status: 'stalled', lag: 2 });
    expect(late.behindMs).toBeGreaterThanOrEqual(61_000);
    expect(await standing({ afterMs: 61_000, clock: async () => ({ ...KEEPER, position: 3, untold: 0 }) })).toEqual({ status: 'up', position: 3, untold: 0, standstill: null, lag: 0, behindMs: null });
  });

  it('is down without Temporal, not set without its address, and where the keeper stands is told all the same', async () => {
    expect(await standing({ afterMs: 0, reachable: false })).toMatchObject({ status: 'down', position: 1, lag: 2 });
    expect(await standing({ afterMs: 61_000, reachable: null })).toMatchObject({ status: 'not-set', position: 1, lag: 2 });
  });

  it('stands still with its cause, however fresh the record is', async () => {
    expect(await standing({ afterMs: 0, clock: async () => ({ ...KEEPER, position: 9, standstill: 'record-shorter' }) })).toMatchObject({ status: 'stalled', standstill: 'record-shorter', lag: 0 });
  });

  it('has taken nothing where none has run, and is not said to run when it cannot be asked', async () => {
    expect(await standing({ afterMs: 61_000, clock: async () => null })).toMatchObject({ status: 'stalled', position: null, untold: null, lag: 3 });
    expect(await standing({ afterMs: 0, clock: async () => { throw new Error('away'); } })).toEqual({ status: 'unknown', position: null, untold: null, standstill: null, lag: null, behindMs: null });
  });
});
