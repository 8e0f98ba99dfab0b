import { z } from 'zod';
import { civilDate, code, level, object, role, words } from './parts.js';

const cadre = object({ cadre: code, name: words(), phone: words().exactOptional() });
const resident = object({ resident: code, name: words(), phone: words().exactOptional() });
const household = object({ household: code, unit: code, address: words(), careGroups: z.array(code), residents: z.array(resident) });

/** A unit's name is public: it is what offices are called. */
export const unitEvents = {
  UnitRegistered: object({ code, name: z.string(), level, kind: z.enum(['area', 'department']), parent: code.nullable() }),
  UnitRenamed: object({ code, name: z.string() }),
} as const;

export const cadreEvents = {
  CadreRegistered: cadre,
  CadreRenamed: cadre,
  PostTaken: object({ cadre: code, post: code, unit: code, role, from: civilDate }),
  PostLeft: object({ cadre: code, post: code, to: civilDate }),
} as const;

export const householdEvents = {
  HouseholdRegistered: household,
  HouseholdChanged: household,
} as const;

export const rosterEvents = {
  RosterLinked: object({ link: code, cadre: code, kind: z.enum(['community', 'contact-point', 'contact-household']), target: code, unit: code, from: civilDate }),
  RosterUnlinked: object({ link: code, to: civilDate }),
} as const;
