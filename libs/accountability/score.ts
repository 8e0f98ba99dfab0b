import type { Rulebook } from '#domain';
import type { FigureValues } from './figures.js';

/**
 * The band that the figures fall into: 0 for the best, one more for each limit of the rulebook that the score (0 to 100, the
 * three rates by the rulebook's weights) does not reach. Null while a rate that weighs stands on few cases: one case
 * more could put it into another band.
 */
export function bandOf({ answeredInTime, resolved, satisfied }: Pick<FigureValues, 'answeredInTime' | 'resolved' | 'satisfied'>, { score }: Pick<Rulebook, 'score'>): number | null {
  const { inTime, resolved: resolution, satisfied: satisfaction, bands } = score.value;
  const parts = [{ ...answeredInTime, weight: inTime }, { ...resolved, weight: resolution }, { ...satisfied, weight: satisfaction }].filter(({ weight }) => weight > 0);
  let exact = 0;
  for (const { rate, small, weight } of parts) {
    if (small || rate === null) return null;
    exact += rate * weight;
  }
  // 90 must not miss the band of 90 by the last bit of a sum.
  const points = Math.round(exact * 1e9) / 1e9;
  return bands.filter((limit) => points < limit).length;
}
