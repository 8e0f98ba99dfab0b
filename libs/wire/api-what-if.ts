/** What would have been by other rules: what is asked, and what differs. */
import { z } from 'zod';
import { code, FigureRow, instant, KindName, Level, Scoring, StatusName } from './api.js';
import { RulebookShape } from './api-rulebook.js';

const day = z.iso.date();
const named = z.object({ unit: z.string(), name: z.string() });

/**
 * POST /what-if: the issues heard on these days, lived again by a version on record or by a whole rulebook. The first page has
 * the totals; with a `cursor` only further issues that differ are looked for.
 */
export const WhatIfBody = z.strictObject({
  version: z.string().min(1).max(64).optional(), rules: RulebookShape.optional(), from: day, to: day, unit: code.optional(),
  cursor: z.string().max(500).optional(), limit: z.int().min(1).max(200).optional(),
}).refine(({ version, rules }) => (version === undefined) !== (rules === undefined), { path: ['version'] });

const climb = z.object({ at: instant, to: named, level: Level, ground: z.enum(['overdue', 'asked', 'ordered']) });
/** What came of an issue on one side. `told`: warnings, and what heads and supervisors were told of. */
const side = z.object({
  status: StatusName, holder: named, level: Level, inTime: z.boolean().nullable(), overdue: z.boolean(),
  urgings: z.number(), told: z.number(), climbs: z.array(climb), supervisedAt: instant.nullable(),
});
const due = z.object({ dueAt: instant, holder: named, level: Level }).nullable();
/** A deadline that differs; null on the side where it was not given. */
export const WhatIfDeadline = z.object({ kind: KindName, recorded: due, other: due });
/** Where something that people did no longer fits: the step of the recorded life, and why. What follows is a guess. */
export const WhatIfDeparture = z.object({
  step: z.number(), at: instant, command: z.string(), refusal: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
/** `fallen`: how much of what people did fell away; `elsewhere`: how much was done while another unit held the issue. */
export const WhatIfIssue = z.object({
  issueId: z.string(), number: z.string(), title: z.string(), areaName: z.string(), recorded: side, other: side,
  deadlines: z.array(WhatIfDeadline), departure: WhatIfDeparture.nullable(), fallen: z.number(), elsewhere: z.number(),
});

const sums = z.object({
  answered: z.number(), inTime: z.number(), late: z.number(), openOverdue: z.number(), urgings: z.number(), told: z.number(),
  climbs: z.record(Level, z.number()), supervised: z.number(),
});
const group = z.object({ issues: z.number(), recorded: sums, other: sums });
/** `points`: 0 to 100; null, like the band, while a rate that weighs stands on few cases. */
const scored = FigureRow.omit({ key: true, name: true }).extend({ points: z.number().nullable() });
/** The figures of a unit or a cadre on both sides; `departed`: how many issues of the other side are a guess. */
export const WhatIfFigures = z.object({ key: z.string(), name: z.string(), departed: z.number(), recorded: scored, other: scored });
/** Issues that departed are counted apart from those that kept to what people did. The recorded side is scored by the rules in force now. */
export const WhatIfTotals = z.object({
  differing: z.number(), kept: group, departed: group, units: z.array(WhatIfFigures), cadres: z.array(WhatIfFigures), scoring: z.object({ recorded: Scoring, other: Scoring }),
});
/** Both sides as they stand at the moment `at`, made of the record up to `position`. `rows` are issues that differ. */
export const WhatIf = z.object({
  version: z.string(), from: day, to: day, unit: z.string().nullable(), at: instant, position: z.number(),
  totals: WhatIfTotals.nullable(), rows: z.array(WhatIfIssue), next: z.string().nullable(),
});

export type WhatIfBody = z.infer<typeof WhatIfBody>;
export type WhatIfDeadline = z.infer<typeof WhatIfDeadline>;
export type WhatIfIssue = z.infer<typeof WhatIfIssue>;
export type WhatIfSide = z.infer<typeof side>;
export type WhatIfSums = z.infer<typeof sums>;
export type WhatIfFigures = z.infer<typeof WhatIfFigures>;
export type WhatIfTotals = z.infer<typeof WhatIfTotals>;
export type WhatIf = z.infer<typeof WhatIf>;
