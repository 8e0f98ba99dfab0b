import { refuse } from '#kernel';
import type { HouseholdData } from '../events.js';

export function aResidentIsListedOnce({ household, residents }: HouseholdData) {
  const codes = residents.map(({ resident }) => resident);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  return twice === undefined ? undefined : refuse('household-resident-twice', { household, resident: twice });
}
