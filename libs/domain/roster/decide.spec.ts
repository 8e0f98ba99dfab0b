import type { Actor } from '#kernel';
import type { Directory } from '../unit/unit.js';
import { rosterDecider } from './decide.js';
import type { RosterEvent, RosterLink } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-03-01T00:00:00.000Z';
const directory: Directory = {
  unit: (code) => (code === 'SUB' ? { code, level: 'subdistrict', kind: 'area', parent: null }
    : code === 'COM' ? { code, level: 'community', kind: 'area', parent: 'SUB' } : undefined),
};
const LINK: RosterLink = { link: 'L1', cadre: 'K1', kind: 'community', target: 'COM', unit: 'SUB', from: '2026-01-01' };
const LINKED: RosterEvent = { type: 'RosterLinked', at, by, data: LINK };
const UNLINKED: RosterEvent = { type: 'RosterUnlinked', at, by, data: { link: 'L1', to: '2026-02-28' } };

function linking(data: RosterLink & { readonly to?: string }, given: readonly RosterEvent[] = [], cadreKnown = true) {
  return rosterDecider.decide({ type: 'link-roster', id: 'c1', at, by, data }, given.reduce(rosterDecider.evolve, rosterDecider.initial), { directory, cadreKnown });
}
function unlinking(to: string, given: readonly RosterEvent[]) {
  const state = given.reduce(rosterDecider.evolve, rosterDecider.initial);
  return rosterDecider.decide({ type: 'unlink-roster', id: 'c1', at, by, data: { link: 'L1', to } }, state, { directory, cadreKnown: true });
}

describe('linking a cadre', () => {
  it('is recorded, and repeated without effect', () => {
    expect(linking(LINK)).toEqual({ accepted: true, events: [LINKED] });
    expect(linking(LINK, [LINKED])).toEqual({ accepted: true, events: [] });
  });

  it('does not look for a household or a contact point', () => {
    expect(linking({ ...LINK, kind: 'contact-household', target: 'H77' }).accepted).toBe(true);
    expect(linking({ ...LINK, kind: 'contact-point', target: 'EAST-GATE' }).accepted).toBe(true);
  });

  it.each<[string, Partial<RosterLink>, boolean, string]>([
    ['an unknown cadre', {}, false, 'roster-cadre-unknown'],
    ['an unknown unit', { unit: 'NO' }, true, 'roster-unit-unknown'],
    ['an unknown community', { target: 'NO' }, true, 'roster-target-no-community'],
    ['a target that is no community', { target: 'SUB' }, true, 'roster-target-no-community'],
    ['a contact point in words', { kind: 'contact-point', target: '張三家門前' }, true, 'roster-target-no-code'],
    ['a contact point with a space in it', { kind: 'contact-point', target: 'EAST GATE' }, true, 'roster-target-no-code'],
    ['a contact point of 65 characters', { kind: 'contact-point', target: 'E'.repeat(65) }, true, 'roster-target-no-code'],
  ])('refuses %s', (_name, change, cadreKnown, code) => {
    expect(linking({ ...LINK, ...change }, [], cadreKnown)).toMatchObject({ accepted: false, refusal: { code } });
  });

  it('knows a contact point of before that is named in words, and lets it end', () => {
    const before: RosterLink = { ...LINK, kind: 'contact-point', target: '東門' };
    const linked: RosterEvent = { ...LINKED, data: before };
    expect(linking(before, [linked])).toEqual({ accepted: true, events: [] });
    expect(unlinking('2026-02-28', [linked])).toEqual({ accepted: true, events: [UNLINKED] });
  });

  it('keeps the meaning of a known link', () => {
    expect(linking({ ...LINK, cadre: 'K2' }, [LINKED])).toMatchObject({ refusal: { code: 'roster-link-known-otherwise' } });
  });
});

describe('linking a cadre for a time that has its last day already', () => {
  it('records both, or neither', () => {
    expect(linking({ ...LINK, to: '2026-02-28' })).toEqual({ accepted: true, events: [LINKED, UNLINKED] });
    expect(linking({ ...LINK, to: '2025-12-31' })).toMatchObject({ refusal: { code: 'roster-ends-before-it-began' } });
  });

  it('ends one that is known to last, once', () => {
    expect(linking({ ...LINK, to: '2026-02-28' }, [LINKED])).toEqual({ accepted: true, events: [UNLINKED] });
    expect(linking({ ...LINK, to: '2026-02-28' }, [LINKED, UNLINKED])).toEqual({ accepted: true, events: [] });
    expect(linking({ ...LINK, to: '2026-02-27' }, [LINKED, UNLINKED])).toMatchObject({ refusal: { code: 'roster-unlinked-already' } });
  });
});

describe('ending a link', () => {
  it('is recorded once, not before it began', () => {
    expect(unlinking('2026-02-28', [LINKED])).toEqual({ accepted: true, events: [UNLINKED] });
    expect(unlinking('2026-02-28', [LINKED, UNLINKED])).toEqual({ accepted: true, events: [] });
    expect(unlinking('2026-02-27', [LINKED, UNLINKED])).toMatchObject({ refusal: { code: 'roster-unlinked-already' } });
    expect(unlinking('2025-12-31', [LINKED])).toMatchObject({ refusal: { code: 'roster-ends-before-it-began' } });
    expect(unlinking('2026-02-28', [])).toMatchObject({ refusal: { code: 'roster-link-unknown' } });
  });
});
