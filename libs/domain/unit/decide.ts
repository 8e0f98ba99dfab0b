import { accept, never, type Decider, type Decision } from '#kernel';
import type { RegisterUnit, UnitCommand, UnitEvent } from './events.js';
import { evolveUnit } from './evolve.js';
import type { OrganisationFacts } from './facts.js';
import { aUnitHangsOffAFittingParent } from './rules/a-unit-hangs-off-a-fitting-parent.js';
import { aUnitStaysInItsPlace } from './rules/a-unit-stays-in-its-place.js';
import { initialUnit, type UnitState } from './state.js';

export function decideUnit(command: UnitCommand, state: UnitState, facts: OrganisationFacts): Decision<UnitEvent> {
  switch (command.type) {
    case 'register-unit': return register(command, state, facts);
    default: return never(command.type);
  }
}

function register({ at, by, data }: RegisterUnit, state: UnitState, { directory }: OrganisationFacts): Decision<UnitEvent> {
  if (state.status === 'none') {
    return aUnitHangsOffAFittingParent(data, directory) ?? accept<UnitEvent>({ type: 'UnitRegistered', at, by, data });
  }
  const refusal = aUnitStaysInItsPlace(state, data);
  if (refusal) return refusal;
  if (state.name === data.name) return accept();
  return accept<UnitEvent>({ type: 'UnitRenamed', at, by, data: { code: data.code, name: data.name } });
}

export const unitDecider: Decider<UnitCommand, UnitEvent, UnitState, OrganisationFacts> = {
  initial: initialUnit, decide: decideUnit, evolve: evolveUnit,
};
