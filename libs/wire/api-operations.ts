/** How the parts stand that the product runs on, for its operators. Codes, moments and counts: nothing about a person. */
import { z } from 'zod';
import { CalendarCoverage } from './api-rulebook.js';
import { STANDSTILL_CAUSES } from './clock.js';

const instant = z.iso.datetime({ offset: false, precision: 3 });
const stop = z.object({ position: z.number(), eventType: z.string(), code: z.string() });

/** A set of rows beside the live one: the next, being built or ready, or the one that stood there before. */
export const ReadModelCopy = z.object({
  stage: z.enum(['fold', 'copy', 'index', 'ready', 'stopped']), version: z.number(), position: z.number(), done: z.number(), total: z.number(),
  by: z.string(), startedAt: instant, movedAt: instant, stop: stop.nullable(),
});
/**
 * `stopped`: an event that it cannot take holds it, or its rebuild to a newer version; the others go on. `incomplete`: it goes on
 * without events that it was made to skip, until it is rebuilt.
 */
export const ReadModelStanding = z.object({
  /** For how long the first event that it has not read has been on record; null when it has read all, or the record cannot be asked. */
  behindMs: z.number().nullable(),
  name: z.string(), state: z.enum(['live', 'stopped', 'incomplete']), version: z.number(), position: z.number(), lag: z.number().nullable(), movedAt: instant,
  /** A build beside it that somebody asked for and that has not come to its end. */
  asked: z.object({ by: z.string(), at: instant }).nullable(),
  stop: stop.nullable(), skipped: z.array(stop.extend({ by: z.string(), reason: z.string(), at: instant })),
  next: ReadModelCopy.nullable(), before: ReadModelCopy.nullable(),
});
/**
 * `stalled`: it must stand still (`standstill` says why), or an event has been on record for more than a minute and no keeper has taken it. `unknown`: its table
 * cannot be asked. `position`: how far the keeper has taken the
 * record; null where none has run. `untold`: issues whose workflow has not heard the last of them. `behindMs`: as of a read model.
 */
export const ClockStanding = z.object({
  status: z.enum(['up', 'down', 'stalled', 'unknown', 'not-set']), standstill: z.enum(STANDSTILL_CAUSES).nullable(), position: z.number().nullable(), untold: z.number().nullable(), lag: z.number().nullable(), behindMs: z.number().nullable(),
});
/**
 * `sealed`: how many events, from the first, the last of the signed checkpoints covers, and `sealedAt` when that was signed. `behindMs`: as of a read model.
 * `turnAt`: when the sealer's last turn ended, and `failure` the code of what kept it from sealing. `late`: something has been unsealed for five minutes, no
 * turn has ended for as long, the last one failed, or a witness did not take what it was told.
 */
export const SealStanding = z.object({
  checkpoints: z.number(), sealed: z.number(), sealedAt: instant.nullable(), unsealed: z.number().nullable(), behindMs: z.number().nullable(),
  turnAt: instant.nullable(), failure: z.string().nullable(), late: z.boolean(),
  /** Size of the last checkpoint that each took, 0 for none; why it did not take the newest, and when it was last heard of. */
  witnesses: z.array(z.object({ witness: z.string(), size: z.number(), failure: z.string().nullable(), at: instant })),
});
export const Operations = z.object({
  at: instant,
  /** Whether the signed-in post may skip an event: the root's administrator alone. */
  maySkip: z.boolean(),
  /** Whether it may rebuild a read model: the same. */
  mayRebuild: z.boolean(),
  /** Whether it may erase persons' data. */
  mayErase: z.boolean(),
  /** `gap-undeclared`: restored from a backup, and nothing is written until what it lacks is declared. `epoch`: grows with each declaration, from 1. */
  record: z.object({ status: z.enum(['ok', 'unavailable', 'frozen', 'gap-undeclared', 'restore-unfinished', 'unreachable']), position: z.number().nullable(), epoch: z.number().nullable() }),
  readModels: z.array(ReadModelStanding).nullable(),
  clock: ClockStanding,
  seals: SealStanding.nullable(),
  calendar: CalendarCoverage.omit({ newest: true }).nullable(),
});

export const SkipBody = z.strictObject({ position: z.int().min(1), reason: z.string().trim().min(1).max(1000) });
export const SkipResult = z.object({ status: z.enum(['done', 'unknown']), readModel: z.string(), position: z.number() });

/** `beside` is taken up by the process that keeps the read models: how it stands is told with the read model. */
export const REBUILD_STEPS = ['beside', 'compare', 'switch', 'undo', 'drop'] as const;
export const RebuildStepBody = z.strictObject({});
export const ReadModelComparison = z.object({
  position: z.number(), versions: z.object({ live: z.number(), beside: z.number() }),
  /** `rows`: how many differ, are missing or too many; `keys`: a few of theirs; `live`: null where an older version had no such table. */
  tables: z.array(z.object({ table: z.string(), live: z.number().nullable(), beside: z.number(), rows: z.number(), keys: z.array(z.string()) })),
});
/** `position`: where it stands after a switch or an undo. */
export const RebuildStepResult = z.object({ readModel: z.string(), step: z.enum(REBUILD_STEPS), position: z.number().nullable(), comparison: ReadModelComparison.nullable() });

export type RebuildStep = (typeof REBUILD_STEPS)[number];
export type ReadModelComparison = z.infer<typeof ReadModelComparison>;
export type RebuildStepResult = z.infer<typeof RebuildStepResult>;
export type ReadModelCopy = z.infer<typeof ReadModelCopy>;
export type ReadModelStanding = z.infer<typeof ReadModelStanding>;
export type SealStanding = z.infer<typeof SealStanding>;
export type Operations = z.infer<typeof Operations>;
export type SkipResult = z.infer<typeof SkipResult>;
