import type { Rulebook } from '#domain';
import type { FigureValues } from './figures.js';

/** A score of 0 to 100 and its band: 0 for the best, one more for each bound of the rulebook that is not reached. */
export interface Score {
  readonly points: number;
  readonly band: number;
}

/**
 * The three rates by the rulebook's weights. A rate without a single case takes no part and its weight goes to the
 * others; null when there is none at all.
 */
export function scoreOf({ answeredInTime, resolved, satisfied }: FigureValues, { score: { value: weights } }: Pick<Rulebook, 'score'>): Score | null {
  const parts = [
    { rate: answeredInTime.rate, weight: weights.inTime },
    { rate: resolved.rate, weight: weights.resolved },
    { rate: satisfied.rate, weight: weights.satisfied },
  ].filter((part): part is { rate: number; weight: number } => part.rate !== null);
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight === 0) return null;
  const exact = (100 * parts.reduce((sum, part) => sum + part.rate * part.weight, 0)) / weight;
  // 90 must not miss the band of 90 by the last bit of a sum.
  const points = Math.round(exact * 1e9) / 1e9;
  return { points, band: weights.bands.filter((bound) => points < bound).length };
}
