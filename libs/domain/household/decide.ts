import { accept, never, type Decider, type Decision } from '#kernel';
import type { OrganisationFacts } from '../unit/facts.js';
import type { HouseholdCommand, HouseholdData, HouseholdEvent, Resident } from './events.js';
import { evolveHousehold } from './evolve.js';
import { aHouseholdLivesInAKnownUnit } from './rules/a-household-lives-in-a-known-unit.js';
import { aResidentIsListedOnce } from './rules/a-resident-is-listed-once.js';
import { initialHousehold, type HouseholdState } from './state.js';

export function decideHousehold(command: HouseholdCommand, state: HouseholdState, { directory }: OrganisationFacts): Decision<HouseholdEvent> {
  const { type, at, by, data } = command;
  switch (type) {
    case 'register-household': {
      if (state.status === 'registered' && sameHousehold(state, data)) return accept();
      const changed = state.status === 'none' ? 'HouseholdRegistered' as const : 'HouseholdChanged' as const;
      return aHouseholdLivesInAKnownUnit(data, directory)
        ?? aResidentIsListedOnce(data)
        ?? accept<HouseholdEvent>({ type: changed, at, by, data });
    }
    default: return never(type);
  }
}

/** Care groups are a set: their order says nothing. The order of residents does, the head of the household comes first. */
function sameHousehold(known: HouseholdData, given: HouseholdData): boolean {
  return known.unit === given.unit
    && known.address === given.address
    && sameList([...known.careGroups].sort(), [...given.careGroups].sort(), (a, b) => a === b)
    && sameList(known.residents, given.residents, sameResident);
}

function sameResident(a: Resident, b: Resident): boolean {
  return a.resident === b.resident && a.name === b.name && a.phone === b.phone;
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index]!));
}

export const householdDecider: Decider<HouseholdCommand, HouseholdEvent, HouseholdState, OrganisationFacts> = {
  initial: initialHousehold, decide: decideHousehold, evolve: evolveHousehold,
};
