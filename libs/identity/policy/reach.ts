import { isWithin, rankOf, type Directory } from '#domain';

/** Where a matter lies: the unit it is about and the unit that holds it. A row of the ledger is one. */
export interface Place {
  readonly area: string;
  readonly unit: string;
}

/**
 * How a post's unit must stand to a matter:
 * `area` the matter is about the unit or what lies below it; `holder` the unit holds it; `holder-or-above` it or a unit
 * below it holds it; `above-holder` a unit of a lower level below it holds it. Two of them, `area-or-holder` and
 * `area-or-above`, are either of two: what people do for a resident goes on at home, whoever holds the matter by now.
 */
export type Reach = 'area' | 'holder' | 'holder-or-above' | 'above-holder' | 'area-or-holder' | 'area-or-above';

/** Unknown units are out of everyone's reach. */
export function reaches(reach: Reach, unit: string, place: Place, directory: Directory): boolean {
  switch (reach) {
    case 'area': return isWithin(directory, place.area, unit);
    case 'holder': return place.unit === unit && directory.unit(unit) !== undefined;
    case 'holder-or-above': return isWithin(directory, place.unit, unit);
    case 'area-or-holder': return reaches('area', unit, place, directory) || reaches('holder', unit, place, directory);
    case 'area-or-above': return reaches('area', unit, place, directory) || reaches('holder-or-above', unit, place, directory);
    case 'above-holder': return isWithin(directory, place.unit, unit) && isOfHigherLevel(directory, unit, place.unit);
  }
}

function isOfHigherLevel(directory: Directory, unit: string, other: string): boolean {
  const [upper, lower] = [directory.unit(unit), directory.unit(other)];
  return upper !== undefined && lower !== undefined && rankOf(upper.level) > rankOf(lower.level);
}
