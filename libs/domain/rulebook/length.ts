import type { Limit } from './rulebook.js';

/** A working day in clock time, to put limits in order. The shortest it can be, which is enough for that. */
const LENGTH_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, 'working-day': 86_400_000 } as const;

/** How long a limit is at the least, in milliseconds. */
export function lengthOf({ amount, unit }: Limit): number {
  return amount * LENGTH_MS[unit];
}
