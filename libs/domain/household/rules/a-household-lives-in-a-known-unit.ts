import { refuse } from '#kernel';
import type { Directory } from '../../unit/unit.js';
import type { HouseholdData } from '../events.js';

export function aHouseholdLivesInAKnownUnit(household: HouseholdData, directory: Directory) {
  return directory.unit(household.unit) ? undefined : refuse('household-unit-unknown', { household: household.household, unit: household.unit });
}
