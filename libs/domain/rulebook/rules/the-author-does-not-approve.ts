import { refuse, type Actor } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';

/** Another post makes nobody a second person. */
export function theAuthorDoesNotApprove(by: Actor, author: Actor): Refused {
  const same = by.kind === 'cadre' && author.kind === 'cadre' && by.cadre === author.cadre;
  return same ? refuse('rulebook-author-approves') : undefined;
}
