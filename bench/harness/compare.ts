import type { Load } from './drive.js';
import { interleave, type Plan, type Round } from './rounds.js';
import { RemoteSide } from './side.js';
import { estimate, type Estimate } from './statistics.js';

export interface SidePlan {
  readonly file: URL;
  /** The database of the side's own, or the one that all read. */
  readonly url: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Compared {
  readonly kept: readonly Round[];
  readonly dropped: readonly Round[];
}

/** `BENCH_ROUNDS` asks for fewer rounds where a full run would take too long; the report says how many there were. */
function withRounds(plan: Plan): Plan {
  const keep = Number(process.env['BENCH_ROUNDS'] ?? plan.keep);
  return { ...plan, keep, atMost: Math.min(plan.atMost, 2 * keep) };
}

/** Starts every side in a process of its own, prepares one after the other, runs the rounds, verifies, and ends them all. */
export async function compare(plans: Readonly<Record<string, SidePlan>>, load: Load, plan: Omit<Plan, 'load'>): Promise<Compared> {
  const sides: RemoteSide[] = [];
  try {
    for (const [name, { file, url, environment }] of Object.entries(plans)) {
      const side = RemoteSide.start(name, file, environment);
      sides.push(side);
      await side.call('prepare', url, load);
    }
    return await interleave(sides, withRounds({ ...plan, load }));
  } finally {
    for (const side of sides) await side.call('close').catch(() => undefined);
    for (const side of sides) await side.stop();
  }
}

/**
 * The rounds that count. When none was steady the others are shown, and said to be no evidence: that is enough for a quick
 * run, which shows that everything works and is right; a full one counts as failed.
 */
export function steadyRounds({ kept, dropped }: Compared, quick: boolean): readonly Round[] {
  if (kept.length > 0) return kept;
  if (!quick) process.exitCode = 1;
  return dropped;
}

/** The median over rounds of one figure, or of the ratio of two that were measured in the same round. */
export function over(rounds: readonly Round[], pick: (round: Round) => number): Estimate {
  return estimate(rounds.map(pick));
}

/** How many rounds count, and what the machine itself did meanwhile. */
export function roundsNote({ kept, dropped }: Compared): string {
  const names = ['fsync', 'sha256', 'jsonParse'] as const;
  const shown = kept.length > 0 ? kept : dropped;
  const rates = names.map((name) => `${name} ${Math.round(estimate(shown.flatMap(({ before, after }) => [before[name], after[name]])).median).toLocaleString('en')}/s`);
  return `${kept.length} rounds kept, ${dropped.length} dropped for drift${kept.length === 0 ? ': these figures are no evidence' : ''}; machine: ${rates.join(', ')}`;
}
