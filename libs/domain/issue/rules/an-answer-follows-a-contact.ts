import { refuse } from '#kernel';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

/** The resident was spoken to, or tried as often as a call-back would be. Where nobody is named there is nobody to try. */
export function anAnswerFollowsAContact(issue: KnownIssue, rules: Rulebook): Refused {
  const tries = rules.verdictTries.value;
  return issue.contacted || issue.nobodyNamed || issue.contactTries >= tries ? undefined : refuse('contact-missing', { tries, made: issue.contactTries });
}
