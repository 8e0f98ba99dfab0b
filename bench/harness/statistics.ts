/** The value below which this share (0..1) of the values lies; values need not be sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

export interface Estimate {
  readonly median: number;
  /** Order statistics that hold the true median in at least 95 % of runs; with fewer than six values all of them. */
  readonly low: number;
  readonly high: number;
  readonly values: readonly number[];
}

export function estimate(values: readonly number[]): Estimate {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1]! + sorted[middle]!) / 2;
  if (median === undefined || Number.isNaN(median)) throw new RangeError('no values');
  const cut = outerRank(sorted.length);
  return { median, low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]!, values };
}

/** How many values may be left out at each end: the binomial tail of a fair coin stays within 2.5 %. */
function outerRank(count: number): number {
  let tail = 0;
  let ways = 1;
  for (let left = 0; left < count / 2; left++) {
    tail += ways / 2 ** count;
    if (tail > 0.025) return Math.max(0, left - 1);
    ways = (ways * (count - left)) / (left + 1);
  }
  return 0;
}
