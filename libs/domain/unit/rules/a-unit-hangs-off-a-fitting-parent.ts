import { refuse } from '#kernel';
import type { UnitData } from '../events.js';
import { rankOf, type Directory } from '../unit.js';

/** An area lies within an area of a higher level; a department hangs off a unit and has its level. Only an area can be the root. */
export function aUnitHangsOffAFittingParent(unit: UnitData, directory: Directory) {
  if (unit.parent === null) return unit.kind === 'area' ? undefined : refuse('unit-department-without-parent', { unit: unit.code });
  const parent = directory.unit(unit.parent);
  if (!parent || parent.code === unit.code) return refuse('unit-parent-unknown', { unit: unit.code, parent: unit.parent });
  if (unit.kind === 'department') {
    return parent.level === unit.level ? undefined : refuse('unit-department-of-another-level', { unit: unit.code, level: parent.level });
  }
  return parent.kind === 'area' && rankOf(parent.level) > rankOf(unit.level)
    ? undefined
    : refuse('unit-parent-not-above', { unit: unit.code, parent: parent.code });
}
