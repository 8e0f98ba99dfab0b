/** Who brought a matter is read for a purpose, and each reading is on record. */
import { z } from 'zod';
import { code, instant, PurposeName } from './api.js';

/** POST /issues/{id}/reporter-readings. A code and no words: what is noted of a reading is about nobody but its reader. `until`: when the opening of a sealed identity ends. */
export const ReporterReadingBody = z.strictObject({ purpose: PurposeName });
export const ReporterReading = z.object({
  issueId: z.string(), purpose: PurposeName, at: instant, until: instant.nullable(),
  reporter: z.object({ name: z.string().optional(), phone: z.string().optional(), address: z.string().optional(), onBehalfOf: z.string().optional() }),
});

const day = z.iso.date();

/**
 * Filters of GET /sensitive-reads. `cadre`: who read, or tried to. `issue`: an id or a number. Days are the office's. Newest
 * first; paging is by key: give `cursor` from the page before.
 */
export const SensitiveReadsQuery = z.strictObject({
  issue: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/).optional(), cadre: code.optional(), purpose: PurposeName.optional(), outcome: z.enum(['read', 'denied']).optional(),
  from: day.optional(), to: day.optional(), cursor: z.string().regex(/^[1-9]\d{0,14}$/).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/**
 * One reading, or one that was denied. `cadre` is null for an operator at the command line, who is named by `operator`. `area` and `unit`: where the
 * matter lay then. `answer`: the code of the denial.
 */
export const SensitiveRead = z.object({
  id: z.number(), at: instant, outcome: z.enum(['read', 'denied']), answer: z.string().nullable(), purpose: PurposeName,
  cadre: z.string().nullable(), byName: z.string(), post: z.string().nullable(), operator: z.string().nullable(), means: z.enum(['page', 'replay', 'export']),
  issueId: z.string(), number: z.string().nullable(), area: z.string().nullable(), unit: z.string().nullable(), opening: z.string().nullable(),
});
export const SensitiveReads = z.object({ rows: z.array(SensitiveRead), next: z.string().nullable() });

export type ReporterReading = z.infer<typeof ReporterReading>;
export type SensitiveReadsQuery = z.infer<typeof SensitiveReadsQuery>;
export type SensitiveRead = z.infer<typeof SensitiveRead>;
export type SensitiveReads = z.infer<typeof SensitiveReads>;
