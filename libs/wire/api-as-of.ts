/** Any question can be asked as of a past moment of the record. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: false, precision: 3 });

/**
 * A past moment: an instant, or a position of the record. An instant means all that was recorded at or before it. The answer
 * is what was known then, with the names of then; what is overdue is judged as of then.
 */
export const AsOfText = z.string().regex(/^(\d{1,15}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)$/);
/** The query of what takes no other filter. */
export const AsOfQuery = z.strictObject({ asOf: AsOfText.optional() });
/** The moment that an answer is of; null for the present. `position`: where a command's events ended, the last one before the moment. */
export const AsOfShape = z.object({ position: z.number(), at: instant }).nullable();

export type AsOfShape = z.infer<typeof AsOfShape>;
