import type { Actor } from '#kernel';
import { unitDecider } from './decide.js';
import type { UnitData, UnitEvent } from './events.js';
import type { Directory, UnitRef } from './unit.js';

const by: Actor = { kind: 'operator', operator: 'op' };
const at = '2026-03-01T00:00:00.000Z';
const KNOWN: readonly UnitRef[] = [
  { code: 'CITY', level: 'city', kind: 'area', parent: null },
  { code: 'SUB', level: 'subdistrict', kind: 'area', parent: 'CITY' },
  { code: 'OFFICE', level: 'subdistrict', kind: 'department', parent: 'SUB' },
];
const directory: Directory = { unit: (code) => KNOWN.find((unit) => unit.code === code) };
const COMMUNITY: UnitData = { code: 'COM', name: '柳溪社區', level: 'community', kind: 'area', parent: 'SUB' };

function registering(data: UnitData, given: readonly UnitEvent[] = []) {
  return unitDecider.decide({ type: 'register-unit', id: 'c1', at, by, data }, given.reduce(unitDecider.evolve, unitDecider.initial), { directory });
}
const registered = (data: UnitData): UnitEvent => ({ type: 'UnitRegistered', at, by, data });

describe('registering a unit', () => {
  it('is recorded with its place in the tree', () => {
    expect(registering(COMMUNITY)).toEqual({ accepted: true, events: [{ type: 'UnitRegistered', at, by, data: COMMUNITY }] });
  });

  it('takes a root, and a department of its parent’s level', () => {
    expect(registering({ code: 'CITY2', name: 'b', level: 'city', kind: 'area', parent: null }).accepted).toBe(true);
    expect(registering({ code: 'WATER', name: 'c', level: 'subdistrict', kind: 'department', parent: 'SUB' }).accepted).toBe(true);
    expect(registering({ code: 'DESK', name: 'd', level: 'subdistrict', kind: 'department', parent: 'OFFICE' }).accepted).toBe(true);
  });

  it.each<[string, Partial<UnitData>, string]>([
    ['an unknown parent', { parent: 'NOWHERE' }, 'unit-parent-unknown'],
    ['itself as its parent', { code: 'SUB', parent: 'SUB' }, 'unit-parent-unknown'],
    ['a parent of the same level', { level: 'subdistrict' }, 'unit-parent-not-above'],
    ['a parent of a lower level', { level: 'district' }, 'unit-parent-not-above'],
    ['a department as the parent of an area', { parent: 'OFFICE' }, 'unit-parent-not-above'],
    ['a department of another level', { kind: 'department' }, 'unit-department-of-another-level'],
    ['a department without a parent', { kind: 'department', parent: null }, 'unit-department-without-parent'],
  ])('refuses %s', (_name, change, code) => {
    expect(registering({ ...COMMUNITY, ...change })).toMatchObject({ accepted: false, refusal: { code } });
  });
});

describe('registering a known unit', () => {
  it('records nothing when nothing changed', () => {
    expect(registering(COMMUNITY, [registered(COMMUNITY)])).toEqual({ accepted: true, events: [] });
  });

  it('renames it, and then knows the new name', () => {
    const renamed: UnitEvent = { type: 'UnitRenamed', at, by, data: { code: 'COM', name: '新名' } };
    expect(registering({ ...COMMUNITY, name: '新名' }, [registered(COMMUNITY)])).toEqual({ accepted: true, events: [renamed] });
    expect(registering({ ...COMMUNITY, name: '新名' }, [registered(COMMUNITY), renamed])).toEqual({ accepted: true, events: [] });
  });

  it.each<Partial<UnitData>>([{ parent: 'CITY' }, { level: 'subdistrict' }, { kind: 'department' }])('does not move it: %j', (change) => {
    expect(registering({ ...COMMUNITY, ...change }, [registered(COMMUNITY)])).toEqual({
      accepted: false, refusal: { code: 'unit-placed-otherwise', params: { unit: 'COM' } },
    });
  });
});
