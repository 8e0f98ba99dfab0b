import { pointsOf, bandOf, figuresOf, type FigureValues, type Tally } from '#accountability';
import { LEVELS, type Level, type Rulebook } from '#domain';
import { inTimeFor } from '#projections';
import type { Comparison } from './compare.js';
import type { Outcome } from './outcome.js';

/** What came of many issues, on one side. */
export interface SideTotals {
  readonly answered: number;
  readonly inTime: number;
  readonly late: number;
  /** Open, and past a deadline. */
  readonly openOverdue: number;
  readonly urgings: number;
  readonly told: number;
  /** Takings over by the level that took, of whichever ground. */
  readonly climbs: Readonly<Record<Level, number>>;
  readonly supervised: number;
}

export interface Totals {
  readonly issues: number;
  readonly recorded: SideTotals;
  readonly other: SideTotals;
}

export interface Scored extends FigureValues {
  readonly points: number | null;
  readonly band: number | null;
}

/** The figures of a unit or a cadre (by code) on both sides; `departed`: how many of the other side's issues are a guess. */
export interface ScoredPair {
  readonly key: string;
  readonly departed: number;
  readonly recorded: Scored;
  readonly other: Scored;
}

type By = 'unit' | 'cadre';
const NO_CLIMBS = Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;
const NOTHING: SideTotals = { answered: 0, inTime: 0, late: 0, openOverdue: 0, urgings: 0, told: 0, climbs: NO_CLIMBS, supervised: 0 };
const NONE: Totals = { issues: 0, recorded: NOTHING, other: NOTHING };

/** Adds up comparisons as they come; how much it keeps depends on the units and cadres, not on the issues. */
export class Sums {
  differing = 0;
  /** Issues whose other life went on to the end, and those where something people did fell away, counted apart. */
  kept = NONE;
  departed = NONE;
  private readonly tallies: Record<By, Map<string, PairTally>> = { unit: new Map(), cadre: new Map() };

  add(comparison: Comparison): void {
    const { recorded, other, departure, differs } = comparison;
    if (differs) this.differing += 1;
    const group = departure ? 'departed' : 'kept';
    const { issues, recorded: before, other: after } = this[group];
    this[group] = { issues: issues + 1, recorded: plus(before, recorded), other: plus(after, other) };
    for (const by of ['unit', 'cadre'] as const) for (const side of ['recorded', 'other'] as const) {
      const { row } = comparison[side];
      for (const key of keysOf(comparison[side], by)) this.tally(by, key)[side].add(comparison[side], by === 'unit' ? inTimeFor(row, key) : row.inTime, departure !== null);
    }
  }

  /** By key, in order; each side scored by its own rules. */
  figures(by: By, rules: { readonly recorded: Rulebook; readonly other: Rulebook }): ScoredPair[] {
    return [...this.tallies[by]].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, { recorded, other }]) => ({
      key, departed: other.departed, recorded: scored(recorded.tallies(), rules.recorded), other: scored(other.tallies(), rules.other),
    }));
  }

  private tally(by: By, key: string): PairTally {
    const found = this.tallies[by].get(key) ?? { recorded: new Tallies(), other: new Tallies() };
    this.tallies[by].set(key, found);
    return found;
  }
}

interface PairTally { readonly recorded: Tallies; readonly other: Tallies }

/** Issues that are alike in all that figures ask about, counted together. */
class Tallies {
  departed = 0;
  private readonly counts = new Map<string, Tally>();

  /** `inTime`: as it counts for the unit or the cadre. */
  add({ row, overdue }: Outcome, inTime: boolean | null, departed: boolean): void {
    if (departed) this.departed += 1;
    const { answer, satisfied } = row;
    const alike = { answer, inTime, satisfied, repeated: row.repeats > 0, returned: row.returns > 0, escalated: row.escalations > 0, overdue };
    const key = Object.values(alike).join(' ');
    this.counts.set(key, { ...alike, n: (this.counts.get(key)?.n ?? 0) + 1 });
  }

  tallies(): Tally[] {
    return [...this.counts.values()];
  }
}

/** Whose figures an issue goes into: every unit that holds it or held it before, and the cadre whose measure stands; as the figures' own query has it. */
function keysOf({ row }: Outcome, by: By): readonly string[] {
  return by === 'unit' ? row.holders : row.responsible === null ? [] : [row.responsible];
}

function scored(tallies: readonly Tally[], rules: Rulebook): Scored {
  const figures = figuresOf(tallies);
  return { ...figures, points: pointsOf(figures, rules), band: bandOf(figures, rules) };
}

function plus(sum: SideTotals, { row, overdue, urgings, told, climbs, supervisedAt }: Outcome): SideTotals {
  return {
    answered: sum.answered + (row.answer === null ? 0 : 1), inTime: sum.inTime + (row.inTime === true ? 1 : 0), late: sum.late + (row.inTime === false ? 1 : 0),
    openOverdue: sum.openOverdue + (overdue ? 1 : 0), urgings: sum.urgings + urgings, told: sum.told + told,
    climbs: climbs.reduce((counts, { level }) => ({ ...counts, [level]: counts[level] + 1 }), sum.climbs),
    supervised: sum.supervised + (supervisedAt === null ? 0 : 1),
  };
}
