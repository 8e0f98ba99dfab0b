import type { Actor } from '#kernel';
import type { Directory } from '../unit/unit.js';
import { householdDecider } from './decide.js';
import type { HouseholdData, HouseholdEvent } from './events.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-03-01T00:00:00.000Z';
const directory: Directory = { unit: (code) => (code === 'U1' ? { code, level: 'community', kind: 'area', parent: null } : undefined) };
const HOUSEHOLD: HouseholdData = {
  household: 'H1', unit: 'U1', address: '1號樓', careGroups: ['hardship', 'disabled'],
  residents: [{ resident: 'R1', name: '王', phone: '555-0101' }, { resident: 'R2', name: '李' }],
};
const GIVEN: readonly HouseholdEvent[] = [{ type: 'HouseholdRegistered', at, by, data: HOUSEHOLD }];

function registering(data: HouseholdData, given: readonly HouseholdEvent[] = []) {
  const state = given.reduce(householdDecider.evolve, householdDecider.initial);
  return householdDecider.decide({ type: 'register-household', id: 'c1', at, by, data }, state, { directory });
}

describe('registering a household', () => {
  it('is recorded', () => {
    expect(registering(HOUSEHOLD)).toEqual({ accepted: true, events: GIVEN });
  });

  it('records nothing when nothing changed, whatever the order of care groups', () => {
    expect(registering({ ...HOUSEHOLD, careGroups: ['disabled', 'hardship'] }, GIVEN)).toEqual({ accepted: true, events: [] });
  });

  it.each<Partial<HouseholdData>>([
    { address: '2號樓' }, { careGroups: ['hardship'] }, { residents: [] }, { residents: [...HOUSEHOLD.residents].reverse() },
    { residents: [{ resident: 'R1', name: '王' }, { resident: 'R2', name: '李' }] },
  ])('records the whole of it when something did: %j', (change) => {
    const data = { ...HOUSEHOLD, ...change };
    expect(registering(data, GIVEN)).toEqual({ accepted: true, events: [{ type: 'HouseholdChanged', at, by, data }] });
  });

  it('refuses an unknown unit and a resident listed twice', () => {
    expect(registering({ ...HOUSEHOLD, unit: 'U9' })).toEqual({ accepted: false, refusal: { code: 'household-unit-unknown', params: { household: 'H1', unit: 'U9' } } });
    const [first] = HOUSEHOLD.residents;
    expect(registering({ ...HOUSEHOLD, residents: [first!, first!] }, GIVEN))
      .toEqual({ accepted: false, refusal: { code: 'household-resident-twice', params: { household: 'H1', resident: 'R1' } } });
  });
});
