import { NOTICE, type Directory, type IssueFacts, type UnitRef, type WorkingCalendar } from '#domain';
import { weekdayOf, type Actor, type Role } from '#kernel';

/** A calendar without holidays, so that dates in specs can be counted by hand: Monday to Friday, 17:30 in China. */
export const FIXED_CALENDAR: WorkingCalendar = {
  version: 'fixed-1', offsetMinutes: 480, coveredFrom: '2025-01-01', coveredTo: '2025-12-31', dayEnds: '17:30',
  day(date) {
    const weekend = weekdayOf(date) % 6 === 0;
    return { date, counts: !weekend, reason: weekend ? 'weekend' : 'workday' };
  },
};

/** One line of units from the door to the top, a second community, and a department of the subdistrict. */
export const UNITS: readonly UnitRef[] = [
  { code: 'city', level: 'city', kind: 'area', parent: null },
  { code: 'district', level: 'district', kind: 'area', parent: 'city' },
  { code: 'subdistrict', level: 'subdistrict', kind: 'area', parent: 'district' },
  { code: 'works', level: 'subdistrict', kind: 'department', parent: 'subdistrict' },
  { code: 'east', level: 'community', kind: 'area', parent: 'subdistrict' },
  { code: 'west', level: 'community', kind: 'area', parent: 'subdistrict' },
];

export const FIXED_DIRECTORY: Directory = directoryOf(UNITS);

export const FIXED_FACTS: IssueFacts = { rules: NOTICE, calendar: FIXED_CALENDAR, directory: FIXED_DIRECTORY };

function directoryOf(units: readonly UnitRef[]): Directory {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return { unit: (code) => byCode.get(code) };
}

/** A cadre whose code tells the post: `east-dispatcher`. */
export function post(unit: string, role: Role): Extract<Actor, { kind: 'cadre' }> {
  return { kind: 'cadre', cadre: `${unit}-${role}`, post: `post-${unit}-${role}`, unit, role };
}

export const CLOCK: Actor = { kind: 'clock' };
