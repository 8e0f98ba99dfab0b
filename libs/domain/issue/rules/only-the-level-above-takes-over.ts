import { refuse, type Actor } from '#kernel';
import { isWithin, type Directory, type UnitRef } from '../../unit/unit.js';
import type { Refused } from './refused.js';

/** By a post of the unit above itself, or of a department of its level that belongs to it. */
export function onlyTheLevelAboveTakesOver(by: Actor, above: UnitRef, directory: Directory): Refused {
  const unit = by.kind === 'cadre' ? directory.unit(by.unit) : undefined;
  const belongs = unit !== undefined && unit.level === above.level && isWithin(directory, unit.code, above.code);
  return belongs ? undefined : refuse('not-the-level-above', { unit: above.code });
}
