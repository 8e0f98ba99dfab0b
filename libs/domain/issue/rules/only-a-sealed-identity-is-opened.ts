import { refuse } from '#kernel';
import type { KnownIssue } from '../state.js';
import type { Refused } from './refused.js';

export function onlyASealedIdentityIsOpened(issue: KnownIssue): Refused {
  return issue.identitySealed ? undefined : refuse('identity-not-sealed');
}
