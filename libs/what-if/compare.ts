import type { Instant } from '#kernel';
import { outcomeOf, type GivenDeadline, type Outcome } from './outcome.js';
import type { Departure, Relived } from './relive.js';

/** One deadline in both lives; on a side where it was not given there is none. */
export interface DeadlinePair {
  readonly recorded: GivenDeadline | null;
  readonly other: GivenDeadline | null;
}

/** An issue as it went and as it would have gone. */
export interface Comparison {
  readonly recorded: Outcome;
  readonly other: Outcome;
  /** Those that differ in when, where or whether they were due. */
  readonly deadlines: readonly DeadlinePair[];
  /** The first of what people did that no longer fits. */
  readonly departure: Departure | null;
  /** How much of what people did fell away, the first included. */
  readonly fallen: number;
  /** How much of it was done while another unit held the issue. */
  readonly elsewhere: number;
  readonly differs: boolean;
}

/** A life lived again beside the recorded one, both as they stand at `until`. */
export function compareLives({ recorded, events, departures, elsewhere }: Relived, until: Instant): Comparison {
  const [before, after] = [outcomeOf(recorded, until), outcomeOf(events, until)];
  const deadlines = pairsOf(before.deadlines, after.deadlines).filter(differ);
  const departure = departures[0] ?? null;
  return {
    recorded: before, other: after, deadlines, departure, fallen: departures.length, elsewhere,
    differs: deadlines.length > 0 || departure !== null || shown(before) !== shown(after),
  };
}

/** Deadlines have the name of what gave them, so those of the same name belong together. In the order in which they were given. */
function pairsOf(recorded: readonly GivenDeadline[], other: readonly GivenDeadline[]): DeadlinePair[] {
  const left = new Map(other.map((deadline) => [deadline.id, deadline]));
  const pairs = recorded.map((deadline): DeadlinePair => {
    const match = left.get(deadline.id) ?? null;
    left.delete(deadline.id);
    return { recorded: deadline, other: match };
  });
  return [...pairs, ...[...left.values()].map((deadline) => ({ recorded: null, other: deadline }))];
}

function differ({ recorded, other }: DeadlinePair): boolean {
  return recorded?.dueAt !== other?.dueAt || recorded?.unit !== other?.unit || recorded?.level !== other?.level;
}

/** All that people are shown of an outcome beside its deadlines. */
function shown({ row, overdue, urgings, told, climbs, supervisedAt }: Outcome): string {
  const { status, unit, level, answer, answeredAt, inTime, satisfied } = row;
  return JSON.stringify([status, unit, level, answer, answeredAt, inTime, satisfied, overdue, urgings, told, climbs, supervisedAt]);
}
