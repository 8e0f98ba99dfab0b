/** The rulebook as it crosses HTTP: its figures, its versions and what differs between two of them. */
import { z } from 'zod';
import { AsOfText } from './api-as-of.js';
import { ActName, GradeName, KindName, Level, RiskName } from './api-codes.js';

const instant = z.iso.datetime({ offset: false, precision: 3 });
const version = z.string().min(1).max(64);
const reason = z.string().trim().min(1).max(1000);
const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: z.string() });

export const LimitShape = z.strictObject({ amount: z.number(), unit: z.enum(['second', 'minute', 'hour', 'day', 'working-day']) });
const ladder = z.array(z.strictObject({ act: ActName, offset: LimitShape, before: z.literal(true).optional() }));

/** Every figure with where it comes from. Whether the figures fit together the rules judge, and say so by a code of their own. */
export const RulebookShape = z.strictObject({
  version: z.string(), effectiveFrom: instant,
  dispatch: sourced(z.record(GradeName, LimitShape)), sign: sourced(LimitShape), firstContact: sourced(LimitShape),
  handling: sourced(z.record(Level, LimitShape)), complexHandling: sourced(LimitShape), rehandling: sourced(LimitShape), longTerm: sourced(LimitShape),
  verdict: sourced(LimitShape), verdictTries: sourced(z.number()), ladders: sourced(z.record(KindName, ladder)),
  pauseCap: sourced(LimitShape), extension: sourced(z.strictObject({ quota: z.number(), levelsUp: z.number() })),
  repeatWindow: sourced(LimitShape), returnsBeforeRuling: sourced(z.number()), accountabilityReports: sourced(z.number()),
  radar: sourced(z.strictObject({ households: z.number(), window: LimitShape })), visitDays: sourced(z.number()),
  careRhythm: sourced(z.record(RiskName, LimitShape)), lifeEvent: sourced(LimitShape), rectification: sourced(LimitShape), recheck: sourced(LimitShape),
  score: sourced(z.strictObject({ inTime: z.number(), resolved: z.number(), satisfied: z.number(), bands: z.array(z.number()) })),
  calendar: sourced(z.string()), calendarWarning: sourced(LimitShape),
});

const value = z.union([LimitShape, z.number(), z.string(), z.array(z.number()), ladder]);
/** What a figure decides; `none`: nothing uses it yet. */
export const FigureUse = z.enum(['deadline', 'ladder', 'verdict-tries', 'window', 'returns', 'score', 'calendar', 'warning', 'none']);
export const RulebookFigure = z.object({ place: z.string(), value, source: z.string(), use: FigureUse });

const act = z.object({ by: z.string(), byName: z.string(), at: instant, reason: z.string().nullable() });
/**
 * A version as it stands now. It holds from `from` until `until`. `oneStep`: no second person approved it; it ships with
 * the product, or an operator adopted it at installation. `may`: what the signed-in post may do about it now.
 */
export const RulebookVersionRow = z.object({
  version: z.string(), standing: z.enum(['proposed', 'withdrawn', 'coming', 'in-force', 'superseded']), oneStep: z.boolean(),
  effectiveFrom: instant, from: instant.nullable(), until: instant.nullable(),
  proposed: act.nullable(), approved: act.nullable(), withdrawn: act.nullable(), may: z.array(z.enum(['approve', 'withdraw'])),
});
/** How far the calendar in force reaches; `newest` is the newest that could be proposed. */
export const CalendarCoverage = z.object({
  calendar: z.string(), status: z.enum(['covered', 'ending', 'ended']), coveredTo: z.iso.date(), daysLeft: z.number(), newest: z.string(),
});
/** `mayPropose`, `mayTry`: whether the signed-in post may propose a version, and try one on what has been. */
export const RulebookVersions = z.object({
  versions: z.array(RulebookVersionRow), calendar: CalendarCoverage, calendars: z.array(z.string()), mayPropose: z.boolean(), mayTry: z.boolean(),
});
export const RulebookVersionPage = z.object({ row: RulebookVersionRow, rules: RulebookShape, figures: z.array(RulebookFigure) });
export const RulebookQuery = z.strictObject({ at: instant.optional(), asOf: AsOfText.optional() });

export const RulebookCompareQuery = z.strictObject({ older: version, newer: version, asOf: AsOfText.optional() });
const side = z.object({ value, source: z.string() });
export const RulebookDifference = z.object({
  place: z.string(), change: z.enum(['shorter', 'longer', 'fewer', 'more', 'other', 'source-only']), use: FigureUse, old: side, new: side,
});
export const RulebookComparison = z.object({ older: z.string(), newer: z.string(), differences: z.array(RulebookDifference) });

export const ProposeRulebookBody = z.strictObject({ rules: RulebookShape, reason });
export const RULEBOOK_VERBS = {
  approve: { command: 'approve-rulebook', body: z.strictObject({}) },
  withdraw: { command: 'withdraw-rulebook', body: z.strictObject({ reason }) },
} as const;
export type RulebookVerb = keyof typeof RULEBOOK_VERBS;

export type LimitShape = z.infer<typeof LimitShape>;
export type RulebookShape = z.infer<typeof RulebookShape>;
export type RulebookFigure = z.infer<typeof RulebookFigure>;
export type RulebookVersionRow = z.infer<typeof RulebookVersionRow>;
export type CalendarCoverage = z.infer<typeof CalendarCoverage>;
export type RulebookVersions = z.infer<typeof RulebookVersions>;
export type RulebookVersionPage = z.infer<typeof RulebookVersionPage>;
export type RulebookDifference = z.infer<typeof RulebookDifference>;
export type RulebookComparison = z.infer<typeof RulebookComparison>;
