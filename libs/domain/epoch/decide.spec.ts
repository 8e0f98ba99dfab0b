import type { Actor } from '#kernel';
import { epochDecider } from './decide.js';
import type { EpochEvent, Gap } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-10-12T01:00:00.000Z';
const gap: Gap = { after: 40, lostTo: 52, checkpoint: 'c0ffee', ground: 'checkpoint', reason: 'the disk died' };
const second: EpochEvent = { type: 'EpochBegun', at, by, data: { epoch: 2, ...gap } };

function declaring(given: readonly EpochEvent[], change: Partial<Gap & { known: number }> = {}) {
  return epochDecider.decide({ type: 'begin-epoch', id: 'c1', at, by, data: { ...gap, known: 1, ...change } }, given.reduce(epochDecider.evolve, epochDecider.initial), undefined);
}

describe('an epoch', () => {
  it('is the second after the first restore', () => {
    expect(declaring([])).toEqual({ accepted: true, events: [second] });
  });

  it('counts on after each further restore', () => {
    expect(declaring([second])).toMatchObject({ accepted: true, events: [{ data: { epoch: 3 } }] });
  });

  it('has a number of its own when the one before it was lost', () => {
    expect(declaring([], { known: 2 })).toMatchObject({ accepted: true, events: [{ data: { epoch: 3 } }] });
    expect(declaring([second], { known: 1 })).toMatchObject({ accepted: true, events: [{ data: { epoch: 3 } }] });
  });

  it('does not begin without a reason', () => {
    expect(declaring([], { reason: '  ' })).toEqual({ accepted: false, refusal: { code: 'reason-missing' } });
  });
});
