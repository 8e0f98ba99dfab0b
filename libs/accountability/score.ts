import type { Rulebook } from '#domain';
import type { FigureValues } from './figures.js';

type Rates = Pick<FigureValues, 'answeredInTime' | 'resolved' | 'satisfied'>;
type Scoring = Pick<Rulebook, 'score'>;

/**
 * The score, 0 to 100: the three rates by the rulebook's weights. Null while a rate that weighs stands on few cases: one
 * case more could put it into another band.
 */
export function pointsOf({ answeredInTime, resolved, satisfied }: Rates, { score }: Scoring): number | null {
  const { inTime, resolved: resolution, satisfied: satisfaction } = score.value;
  const parts = [{ ...answeredInTime, weight: inTime }, { ...resolved, weight: resolution }, { ...satisfied, weight: satisfaction }].filter(({ weight }) => weight > 0);
  let exact = 0;
  for (const { rate, small, weight } of parts) {
    if (small || rate === null) return null;
    exact += rate * weight;
  }
  // 90 must not miss the band of 90 by the last bit of a sum.
  return Math.round(exact * 1e9) / 1e9;
}

/** The band that the figures fall into: 0 for the best, one more for each limit of the rulebook that the score does not reach. Null without a score. */
export function bandOf(rates: Rates, rules: Scoring): number | null {
  const points = pointsOf(rates, rules);
  return points === null ? null : rules.score.value.bands.filter((limit) => points < limit).length;
}
