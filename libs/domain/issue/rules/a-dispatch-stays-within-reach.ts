import { refuse, type Actor } from '#kernel';
import { isWithin, type Directory, type UnitRef } from '../../unit/unit.js';
import type { Refused } from './refused.js';

/** To the dispatcher's own unit or what lies below it, or to a department that serves the matter's area. Who acts by no post has no unit to keep within. */
export function aDispatchStaysWithinReach(by: Actor, target: UnitRef, area: string, directory: Directory): Refused {
  if (by.kind !== 'cadre' || isWithin(directory, target.code, by.unit) || serves(target, area, directory)) return undefined;
  return refuse('dispatch-out-of-reach', { unit: target.code });
}

/** A department of the area itself, or of a unit above it. */
function serves(department: UnitRef, area: string, directory: Directory): boolean {
  let unit: UnitRef | undefined = department;
  while (unit?.kind === 'department' && unit.parent !== null) unit = directory.unit(unit.parent);
  return department.kind === 'department' && unit !== undefined && isWithin(directory, area, unit.code);
}
