import { refuse } from '#kernel';
import type { UnitData } from '../events.js';

/** Past issues were decided on the tree as it was: a unit is renamed, but a move is a new unit with a new code. */
export function aUnitStaysInItsPlace(known: UnitData, given: UnitData) {
  const same = known.level === given.level && known.kind === given.kind && known.parent === given.parent;
  return same ? undefined : refuse('unit-placed-otherwise', { unit: known.code });
}
