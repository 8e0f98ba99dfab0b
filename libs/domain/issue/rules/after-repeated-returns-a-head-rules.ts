import { refuse, type Actor } from '#kernel';
import type { Refused } from './refused.js';

/** Units that pass a matter to and fro are stopped: the next dispatch is made by a unit head or a supervisor. */
export function afterRepeatedReturnsAHeadRules(by: Actor, isRuling: boolean): Refused {
  const mayRule = by.kind === 'cadre' && (by.role === 'unit-head' || by.role === 'supervisor');
  return isRuling && !mayRule ? refuse('ruling-needed') : undefined;
}
