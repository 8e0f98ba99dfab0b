import { refuse, type Actor } from '#kernel';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** Units that pass a matter to and fro are stopped: the next dispatch is a unit head's, and stands. */
export function afterRepeatedReturnsAHeadRules(by: Actor, issue: KnownIssue, rules: Rulebook): Refused {
  const mayRule = by.kind === 'cadre' && by.role === 'unit-head';
  return isRulingDue(issue, rules) && !mayRule ? refuse('ruling-needed') : undefined;
}

export function isRulingDue(issue: KnownIssue, rules: Rulebook): boolean {
  return issue.returns >= rules.returnsBeforeRuling.value;
}
