import { z } from 'zod';
import { act, code, count, instant, level, limit, kind, grade, object } from './parts.js';

const sourced = <S extends z.ZodType>(value: S) => object({ value, source: z.string() });
const ladderStep = object({ act, offset: limit, before: z.literal(true).exactOptional() });

export const rulebookEvents = {
  RulebookAdopted: object({
    version: code, effectiveFrom: instant,
    dispatch: sourced(z.record(grade, limit)), sign: sourced(limit), firstContact: sourced(limit),
    handling: sourced(z.record(level, limit)), rehandling: sourced(limit), longTerm: sourced(limit),
    verdict: sourced(limit), verdictTries: sourced(count),
    ladders: sourced(z.record(kind, z.array(ladderStep))),
    repeatWindow: sourced(limit), returnsBeforeRuling: sourced(count),
    score: sourced(object({ inTime: z.number(), resolved: z.number(), satisfied: z.number(), bands: z.array(z.number()) })),
  }),
} as const;
