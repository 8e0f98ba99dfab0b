/** What the organisation looks like, or looked like: units, posts, doors, topics, and who answers for whom. */
import { z } from 'zod';
import { code } from './api.js';
import { AsOfQuery, AsOfShape, AsOfText } from './api-as-of.js';
import { Level, RoleName } from './api-codes.js';

const civilDate = z.iso.date();

export const UnitShape = z.object({ code: z.string(), name: z.string(), level: Level, kind: z.enum(['area', 'department']), parent: z.string().nullable() });
export const CadreShape = z.object({ cadre: z.string(), name: z.string(), unit: z.string(), unitName: z.string(), role: RoleName, post: z.string() });
/** A door that cadres go to. Who lives behind it, and which care is given there, a reading tells: POST /households/{household}/readings. */
export const HouseholdShape = z.object({ household: z.string(), unit: z.string(), address: z.string() });
export const TopicShape = z.object({ topic: z.string() });

/**
 * GET /households. `unit`: those that lie in it or below. `q` is looked for in address and code; addresses are sealed, so one request looks through
 * 5,000 of them: a page may have fewer rows than asked for, or none, and still name a next one. Paging is by key: give `cursor` from the page before.
 */
export const HouseholdsQuery = z.strictObject({
  q: z.string().trim().max(100).optional(), unit: code.optional(), asOf: AsOfText.optional(), cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** GET /units, /cadres and /topics answer with all there are, and the moment that they are of. */
/** GET /cadres: those of one's area; with `everywhere`, who holds a post anywhere, by name, unit and code: whoever is complained of is mostly of another unit. */
export const CadresQuery = AsOfQuery.extend({ everywhere: z.literal('true').optional() });

const listOf = <Row extends z.ZodType>(row: Row) => z.object({ rows: z.array(row), asOf: AsOfShape });
export const Units = listOf(UnitShape);
export const Cadres = listOf(CadreShape);
export const Households = listOf(HouseholdShape).extend({ next: z.string().nullable() });
export const Topics = listOf(TopicShape);

/** GET /report-areas: units that a report of one's own may be about. `linked`: the roster leads there today, whatever one's post is. */
export const ReportArea = z.object({ unit: z.string(), linked: z.boolean() });
export const ReportAreas = z.object({ rows: z.array(ReportArea) });

export const RosterKind = z.enum(['community', 'contact-point', 'contact-household']);
/**
 * GET /roster: who answers for whom on a day, today when none is named; with `asOf`, as it was known then. `unit`: links that belong to it or
 * to what lies below. `target`: this very unit, contact point or household. Paging is by key: give `cursor` from the page before.
 */
export const RosterQuery = z.strictObject({
  onDate: civilDate.optional(), unit: code.optional(), cadre: code.optional(), kind: RosterKind.optional(), target: z.string().min(1).max(200).optional(), asOf: AsOfText.optional(),
  cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/** `target`: a unit, a contact point's name or a household, by `kind`; `targetName`: of a unit, or a household's address. `to`: the last day. */
export const RosterShape = z.object({
  link: z.string(), cadre: z.string(), cadreName: z.string(), kind: RosterKind,
  target: z.string(), targetName: z.string().nullable(), unit: z.string(), unitName: z.string(), from: civilDate, to: civilDate.nullable(),
});
/** `mayRead`: it is about a household, and this post may read now who lives there: POST /households/{target}/readings. */
export const RosterRow = RosterShape.extend({ mayRead: z.boolean() });
/** `onDate`: the day that was asked about. */
export const RosterPage = z.object({ rows: z.array(RosterRow), next: z.string().nullable(), onDate: civilDate, asOf: AsOfShape });

export type UnitShape = z.infer<typeof UnitShape>;
export type CadreShape = z.infer<typeof CadreShape>;
export type HouseholdShape = z.infer<typeof HouseholdShape>;
export type Units = z.infer<typeof Units>;
export type Cadres = z.infer<typeof Cadres>;
export type HouseholdsQuery = z.infer<typeof HouseholdsQuery>;
export type Households = z.infer<typeof Households>;
export type Topics = z.infer<typeof Topics>;
export type ReportArea = z.infer<typeof ReportArea>;
export type ReportAreas = z.infer<typeof ReportAreas>;
export type RosterQuery = z.infer<typeof RosterQuery>;
export type RosterShape = z.infer<typeof RosterShape>;
export type RosterRow = z.infer<typeof RosterRow>;
export type RosterPage = z.infer<typeof RosterPage>;
