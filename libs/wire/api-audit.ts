/** What auditors read: the replay of one issue, and the search over events. */
import { z } from 'zod';
import { ActName, AsOfShape, AsOfText, code, GradeName, HistoryEntry, HorizonName, instant, KindName, Level, LimitShape, ScopeName, StageName, StatusName } from './api.js';

const named = z.object({ unit: z.string(), name: z.string() });
const person = z.object({ cadre: z.string(), name: z.string() });

/** A deadline as it stood after a step. `overdue`: it was due before the step's moment. `next`: what the clock would have done next. */
export const ReplayDeadline = z.object({
  kind: KindName, holder: named, level: Level, dueAt: instant, overdue: z.boolean(), next: z.object({ act: ActName, at: instant }).nullable(),
});
/** The issue as it stood after a step, folded by the rules that folded it then. */
export const ReplayState = z.object({
  status: StatusName, stage: StageName, level: Level, holder: named, scope: ScopeName.nullable(), horizon: HorizonName.nullable(),
  topic: z.string().nullable(), grade: GradeName.nullable(), signedBy: person.nullable(), coResponsible: z.array(named), contacted: z.boolean(),
  measure: z.object({ text: z.string(), responsible: person, doneBy: z.iso.date() }).nullable(),
  answer: z.object({ kind: z.enum(['resolution', 'explanation']), text: z.string(), at: instant, inTime: z.boolean().nullable() }).nullable(),
  satisfied: z.boolean().nullable(), deadlines: z.array(ReplayDeadline), overdue: z.boolean(), supervised: z.boolean(),
  cycle: z.number(), repeats: z.number(), returns: z.number(), urges: z.number(), escalations: z.number(),
});
/** Keys of the state, in the order in which people are shown them. */
export const REPLAY_KEYS = Object.keys(ReplayState.shape) as (keyof z.infer<typeof ReplayState>)[];
/** The figure of the rulebook that a step followed from, such as `handling.community`, as the version of that step had it. */
export const ReplayRule = z.object({ figure: z.string(), limit: LimitShape.nullable(), count: z.number().nullable(), source: z.string() });
/** One event with how things stood after it. `step` counts from 1. `changed` is empty for the first, to which there is no before. */
export const ReplayStep = HistoryEntry.extend({
  step: z.number(), rule: ReplayRule.nullable(), state: ReplayState, changed: z.array(z.enum(REPLAY_KEYS as [keyof z.infer<typeof ReplayState>])),
});
export const Replay = z.object({ issueId: z.string(), number: z.string(), steps: z.array(ReplayStep), asOf: AsOfShape });

export const ActorKind = z.enum(['cadre', 'clock', 'import', 'operator']);
const day = z.iso.date();

/**
 * Filters of GET /events. `by` is the kind of actor, `cadre` a person. Days are the office's: `from` and `to` of what was
 * written down, `happenedFrom` and `happenedTo` of what happened. `unit`: the matter's area, holder or co-responsible unit lies within it now, or
 * the event is about that part of the organisation. `issue` is a number or an id. Order is that of the record.
 */
export const TrailQuery = z.strictObject({
  by: ActorKind.optional(), cadre: code.optional(), type: z.string().regex(/^[A-Za-z]{1,64}$/).optional(), unit: code.optional(),
  issue: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/).optional(), command: z.uuid().optional(), ruleVersion: code.optional(),
  from: day.optional(), to: day.optional(), happenedFrom: day.optional(), happenedTo: day.optional(),
  asOf: AsOfText.optional(), order: z.enum(['newest', 'oldest']).optional(), cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/** An event as the search shows it: in words and by whom. What else it says is told by the replay of its issue. */
export const TrailEntry = HistoryEntry.omit({ data: true }).extend({
  streamId: z.string(), issue: z.object({ issueId: z.string(), number: z.string() }).nullable(),
});
/** `position`: how far the search had read the record. */
export const TrailPage = z.object({ rows: z.array(TrailEntry), next: z.string().nullable(), position: z.number(), asOf: AsOfShape });
/** GET /events/export: the same filters; every event that they find, up to the record's end at the beginning. */
export const TrailExportQuery = TrailQuery.omit({ cursor: true, limit: true }).extend({
  format: z.enum(['csv', 'jsonl']), lang: z.enum(['zh-Hant', 'zh-Hans', 'en']).optional(),
});

export type ReplayState = z.infer<typeof ReplayState>;
export type ReplayRule = z.infer<typeof ReplayRule>;
export type ReplayStep = z.infer<typeof ReplayStep>;
export type Replay = z.infer<typeof Replay>;
export type ReplayKey = keyof ReplayState;
export type TrailQuery = z.infer<typeof TrailQuery>;
export type TrailEntry = z.infer<typeof TrailEntry>;
export type TrailPage = z.infer<typeof TrailPage>;
export type TrailExportQuery = z.infer<typeof TrailExportQuery>;
