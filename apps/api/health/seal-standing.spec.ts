import { openMemoryStore } from '#event-store/memory';
import { instantOf, type Instant } from '#kernel';
import type { SealingStanding } from '#seal';
import { append } from '../../../libs/testing/append-requests.js';
import type { OperatorParts } from '../parts.js';
import { sealStanding } from './seal-standing.js';

const AT: Instant = '2026-10-12T01:00:00.000Z';
const FILE = { witness: 'file /elsewhere/checkpoints', size: 2, failure: null, at: AT };

/** Two events on record, of which so many are sealed; asked so long after. */
async function standing({ sealed, afterMs, turn, witnesses = [] }: { sealed: number; afterMs: number; turn?: { failure: string | null; agoMs: number } } & Pick<Partial<SealingStanding>, 'witnesses'>) {
  const record = openMemoryStore();
  for (let n = 0; n < 2; n += 1) await append(record);
  const now = () => instantOf(Date.now() + afterMs);
  const ended = turn && { at: instantOf(Date.now() + afterMs - turn.agoMs), failure: turn.failure, witnesses: witnesses.map(({ witness }) => witness) };
  const seals: OperatorParts['seals'] = async () => ({ checkpoints: 1, sealed, sealedAt: AT, turn: ended, witnesses });
  return sealStanding({ record, now, operators: { seals } as OperatorParts });
}

describe('the seals, seen by a process that makes none', () => {
  it('are late once something has been unsealed for five minutes, and not before', async () => {
    expect(await standing({ sealed: 0, afterMs: 240_000 })).toMatchObject({ unsealed: 2, late: false, turnAt: null });
    expect(await standing({ sealed: 0, afterMs: 301_000 })).toMatchObject({ unsealed: 2, late: true });
    expect(await standing({ sealed: 2, afterMs: 301_000 })).toMatchObject({ unsealed: 0, behindMs: null, late: false, sealedAt: AT });
  });

  it('are late when no turn has ended for as long, as under a schedule that was paused, though nothing waits', async () => {
    expect(await standing({ sealed: 2, afterMs: 0, turn: { failure: null, agoMs: 120_000 } })).toMatchObject({ late: false });
    expect(await standing({ sealed: 2, afterMs: 0, turn: { failure: null, agoMs: 301_000 } })).toMatchObject({ late: true, unsealed: 0 });
  });

  it('are late at once when the last turn did not seal, and when a witness does not take what it is told', async () => {
    expect(await standing({ sealed: 2, afterMs: 0, turn: { failure: 'seal-record-differs', agoMs: 0 } })).toMatchObject({ late: true, failure: 'seal-record-differs' });
    expect(await standing({ sealed: 2, afterMs: 0, turn: { failure: null, agoMs: 0 }, witnesses: [FILE] })).toMatchObject({ late: false });
    expect(await standing({ sealed: 2, afterMs: 0, turn: { failure: null, agoMs: 0 }, witnesses: [FILE, { ...FILE, witness: 'webhook https://w.example/', failure: 'webhook-refused' }] })).toMatchObject({ late: true });
  });
});
