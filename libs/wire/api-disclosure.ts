/** Who brought a matter and who lives in a household is read for a purpose, and each reading is on record. */
import { z } from 'zod';
import { code, instant, PurposeName } from './api.js';
import { AsOfShape, AsOfText } from './api-as-of.js';

/** POST /issues/{id}/reporter-readings and /households/{household}/readings. A code and no words: what is noted of a reading is about nobody but its reader. */
export const ReadingBody = z.strictObject({ purpose: PurposeName });
/** `until`: when the opening of a sealed identity ends. */
export const ReporterReading = z.object({
  issueId: z.string(), purpose: PurposeName, at: instant, until: instant.nullable(),
  reporter: z.object({ name: z.string().optional(), phone: z.string().optional(), address: z.string().optional(), onBehalfOf: z.string().optional() }),
});
export const HouseholdReading = z.object({
  household: z.string(), purpose: PurposeName, at: instant, unit: z.string(), address: z.string(), careGroups: z.array(z.string()),
  residents: z.array(z.object({ resident: z.string(), name: z.string(), phone: z.string().optional() })),
});

const day = z.iso.date();

/**
 * Filters of GET /sensitive-reads; with `asOf`, what had been read by then. `cadre`: who read, or tried to. `issue`: an id or a number. `household`: a code. Days are the office's. Newest
 * first; paging is by key: give `cursor` from the page before.
 */
export const SensitiveReadsQuery = z.strictObject({
  issue: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/).optional(), household: code.optional(), cadre: code.optional(), purpose: PurposeName.optional(), outcome: z.enum(['read', 'denied']).optional(),
  from: day.optional(), to: day.optional(), asOf: AsOfText.optional(), cursor: z.string().regex(/^[1-9]\d{0,14}$/).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/**
 * One reading, or one that was denied. `subject` is the id of the issue whose reporter, or the code of the household whose residents were read. `cadre` is null for an operator at the command line, who is named by `operator`. `area` and `unit`: where the
 * matter or household lay then. `answer`: the code of the denial.
 */
export const SensitiveRead = z.object({
  id: z.number(), at: instant, outcome: z.enum(['read', 'denied']), answer: z.string().nullable(), purpose: PurposeName,
  cadre: z.string().nullable(), byName: z.string(), post: z.string().nullable(), operator: z.string().nullable(), means: z.enum(['page', 'replay']),
  file: z.enum(['reporter', 'household']), subject: z.string(), number: z.string().nullable(), area: z.string().nullable(), unit: z.string().nullable(), opening: z.string().nullable(),
});
export const SensitiveReads = z.object({ rows: z.array(SensitiveRead), next: z.string().nullable(), asOf: AsOfShape });

export type ReporterReading = z.infer<typeof ReporterReading>;
export type HouseholdReading = z.infer<typeof HouseholdReading>;
export type SensitiveReadsQuery = z.infer<typeof SensitiveReadsQuery>;
export type SensitiveRead = z.infer<typeof SensitiveRead>;
export type SensitiveReads = z.infer<typeof SensitiveReads>;
