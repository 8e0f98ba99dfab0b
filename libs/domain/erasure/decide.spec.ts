import type { Actor } from '#kernel';
import { erasureDecider } from './decide.js';
import type { Erasure, ErasureEvent } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-10-12T01:00:00.000Z';
const data: Erasure = { erasure: 'e1', persons: ['resident/R1', 'issue/i1'], keys: 2, texts: 7, ground: 'requested' };
const ERASED: ErasureEvent = { type: 'PersonErased', at, by, data };

function erasing(given: readonly ErasureEvent[], change: Partial<Erasure> = {}) {
  return erasureDecider.decide({ type: 'erase-person', id: 'c1', at, by, data: { ...data, ...change } }, given.reduce(erasureDecider.evolve, erasureDecider.initial), undefined);
}

describe('an erasure', () => {
  it('goes on record by codes and counts', () => {
    expect(erasing([])).toEqual({ accepted: true, events: [ERASED] });
  });

  it('goes on record once', () => {
    expect(erasing([ERASED])).toEqual({ accepted: true, events: [] });
  });

  it('is refused where nothing was sealed for these persons', () => {
    expect(erasing([], { keys: 0, texts: 0 })).toEqual({ accepted: false, refusal: { code: 'nothing-to-erase' } });
  });
});
