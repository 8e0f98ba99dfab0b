/** From the door upwards. A village counts as a community. */
export type Level = 'community' | 'subdistrict' | 'district' | 'city';

export const LEVELS: readonly Level[] = ['community', 'subdistrict', 'district', 'city'];

export function rankOf(level: Level): number {
  return LEVELS.indexOf(level);
}

/** A unit as the rules need it. A department has the level of the unit it hangs off. */
export interface UnitRef {
  readonly code: string;
  readonly level: Level;
  readonly kind: 'area' | 'department';
  readonly parent: string | null;
}

/** The tree of units as it stands: an immutable snapshot handed to decide as a fact. */
export interface Directory {
  unit(code: string): UnitRef | undefined;
}

/** The unit that answers for what this one leaves late: the nearest ancestor of a higher level. Undefined at the top. */
export function levelAbove(directory: Directory, code: string): UnitRef | undefined {
  const start = directory.unit(code);
  if (!start) return undefined;
  let unit = start.parent === null ? undefined : directory.unit(start.parent);
  while (unit && rankOf(unit.level) <= rankOf(start.level)) unit = unit.parent === null ? undefined : directory.unit(unit.parent);
  return unit;
}

/** Whether `code` is `ancestor` or lies below it. */
export function isWithin(directory: Directory, code: string, ancestor: string): boolean {
  for (let unit = directory.unit(code); unit; unit = unit.parent === null ? undefined : directory.unit(unit.parent)) {
    if (unit.code === ancestor) return true;
  }
  return false;
}
