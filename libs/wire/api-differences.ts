/** What is different between two moments of the record. */
import { z } from 'zod';
import { BoardCounts, code, FigureRow, instant, IssueRow } from './api.js';
import { AsOfText } from './api-as-of.js';
import { RosterShape } from './api-directory.js';

/** What of an issue is compared, in the order in which people are told of it. */
export const DIFFERENCE_KEYS = [
  'status', 'stage', 'level', 'unit', 'responsible', 'measureBy', 'overdue', 'due', 'supervised', 'answer', 'inTime', 'satisfied', 'endedAt',
  'scope', 'horizon', 'topic', 'grade', 'repeats', 'returns', 'escalations', 'urges',
] as const satisfies readonly (keyof z.infer<typeof IssueRow>)[];

/** GET /differences: `from` and `to` are moments; without `to`, now. `unit`: issues that lay within it at either moment. Paging is by key. */
export const DifferencesQuery = z.strictObject({
  from: AsOfText, to: AsOfText.optional(), unit: code.optional(),
  cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
const moment = z.object({ position: z.number(), at: instant });
/**
 * An issue at both moments, each side with the names of then. `came`: it was not there, or not to be seen, before; `left`: it is
 * not to be seen any more; `ended`, or anything else that `changed` names.
 */
export const IssueDifference = z.object({
  issueId: z.string(), kind: z.enum(['came', 'left', 'ended', 'changed']), changed: z.array(z.enum(DIFFERENCE_KEYS)), before: IssueRow.nullable(), after: IssueRow.nullable(),
});
const figures = FigureRow.omit({ key: true, name: true });
const side = z.object({ counts: BoardCounts.omit({ mine: true }), figures, ruleVersion: z.string() });
/** `whole`: of all issues of the area and not only of this page; null on later pages. Figures count every issue heard so far, each side in the band of its own rules. `roster`: links that last on the day of only one of the moments. */
export const Differences = z.object({
  from: moment, to: moment, rows: z.array(IssueDifference), next: z.string().nullable(),
  whole: z.object({ before: side, after: side, roster: z.object({ begun: z.array(RosterShape), ended: z.array(RosterShape) }) }).nullable(),
});

export type DifferencesQuery = z.infer<typeof DifferencesQuery>;
export type IssueDifference = z.infer<typeof IssueDifference>;
export type Differences = z.infer<typeof Differences>;
