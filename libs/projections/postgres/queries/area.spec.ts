import type { Directory, UnitRef } from '#domain';
import { areaOf } from './area.js';

const PARENTS: Readonly<Record<string, string | null>> = { city: null, street: 'city', east: 'street', west: 'street', other: 'city' };
const directory: Directory = {
  unit: (code): UnitRef | undefined => (code in PARENTS ? { code, level: 'community', kind: 'area', parent: PARENTS[code]! } : undefined),
};

it.each([
  [{ within: ['street'] }, undefined, { kind: 'one', unit: 'street' }],
  [{ within: ['street'] }, 'east', { kind: 'one', unit: 'east' }],
  [{ within: ['street'] }, 'city', { kind: 'one', unit: 'street' }],
  [{ within: ['east', 'street', 'west', 'east'] }, undefined, { kind: 'one', unit: 'street' }],
  [{ within: ['east', 'west'] }, undefined, { kind: 'several', anyOf: ['east', 'west'], and: null }],
  [{ within: ['east', 'west'] }, 'street', { kind: 'several', anyOf: ['east', 'west'], and: 'street' }],
  [{ within: ['street'] }, 'other', { kind: 'several', anyOf: ['street'], and: 'other' }],
  [{ within: [] }, undefined, { kind: 'several', anyOf: [], and: null }],
])('%j asked about %s is %j', (scope, unit, area) => expect(areaOf(directory, scope, unit)).toEqual(area));
