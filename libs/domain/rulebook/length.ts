import type { Limit } from './rulebook.js';

/** A working day in clock time, taken as a day: given late in the evening it is shorter, over a holiday many days. Enough to see that a figure was mistyped, not to tell which of two moments comes first. */
const LENGTH_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, 'working-day': 86_400_000 } as const;

/** About how long a limit is, in milliseconds. */
export function lengthOf({ amount, unit }: Limit): number {
  return amount * LENGTH_MS[unit];
}
