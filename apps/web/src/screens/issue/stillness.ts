import type { api } from '#wire';

type Stillness = 'deadline.measured' | 'deadline.supervised' | 'deadline.allPassed';

/**
 * Why nothing more happens by itself though a deadline stands; null while a step is to come. One of another system is
 * measured alone; an order of supervision ends the ladder of every deadline, taken to its end or not.
 */
export function stillnessOf({ steps, pending }: Pick<api.IssuePage['deadlines'][number], 'steps' | 'pending'>, supervised: boolean): Stillness | null {
  if (pending.length > 0) return null;
  if (steps.length === 0) return 'deadline.measured';
  return supervised ? 'deadline.supervised' : 'deadline.allPassed';
}
