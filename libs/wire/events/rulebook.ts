import { z } from 'zod';
import { act, code, count, instant, level, limit, kind, grade, object } from './parts.js';

const sourced = <S extends z.ZodType>(value: S) => object({ value, source: z.string() });
const ladderStep = object({ act, offset: limit, before: z.literal(true).exactOptional() });

const rulebook = object({
  version: code, effectiveFrom: instant,
  dispatch: sourced(z.record(grade, limit)), sign: sourced(limit), firstContact: sourced(limit),
  handling: sourced(z.record(level, limit)), complexHandling: sourced(limit), rehandling: sourced(limit), longTerm: sourced(limit),
  verdict: sourced(limit), verdictTries: sourced(count),
  ladders: sourced(z.record(kind, z.array(ladderStep))),
  pauseCap: sourced(limit), extension: sourced(object({ quota: count, levelsUp: count })),
  repeatWindow: sourced(limit), returnsBeforeRuling: sourced(count),
  accountabilityReports: sourced(count), radar: sourced(object({ households: count, window: limit })),
  visitDays: sourced(count), careRhythm: sourced(z.record(z.enum(['high', 'key', 'general']), limit)), lifeEvent: sourced(limit),
  rectification: sourced(limit), recheck: sourced(limit),
  score: sourced(object({ inTime: z.number(), resolved: z.number(), satisfied: z.number(), bands: z.array(z.number()) })),
  calendar: sourced(code), calendarWarning: sourced(limit),
});

/** A reason is part of the rules and read for ever, like the figures it stands for: it is about no person, and is not sealed as one's. */
const reason = z.string().min(1).max(1000);

export const rulebookEvents = {
  RulebookAdopted: rulebook,
  RulebookProposed: object({ rules: rulebook, reason }),
  RulebookApproved: object({ version: code, effectiveFrom: instant }),
  RulebookProposalWithdrawn: object({ version: code, reason }),
} as const;
