import { levelAbove, rankOf, type Directory, type UnitRef } from '../unit/unit.js';
import type { Holder } from './events.js';
import type { KnownIssue } from './state.js';

/** How high it has come: who holds it, or who took it over before when that one stands higher and gave it to a unit below. */
export function reached({ holder, takenBy }: KnownIssue): Holder {
  return takenBy !== null && rankOf(takenBy.level) > rankOf(holder.level) ? takenBy : holder;
}

/** The unit that takes over what is late, or asked for: no level takes an issue twice. Undefined at the top. */
export function nextAbove(issue: KnownIssue, directory: Directory): UnitRef | undefined {
  return levelAbove(directory, reached(issue).unit);
}
