import { refuse } from '#kernel';
import type { Classification } from '../events.js';
import { sameClass } from '../same-class.js';
import type { Refused } from './refused.js';

/** Whoever changes a class may say which: what somebody else made of it meanwhile is not overwritten unseen. */
export function theClassIsTheOneThatWasSeen(seen: Classification | undefined, standing: Classification): Refused {
  return seen === undefined || sameClass(seen, standing) ? undefined : refuse('class-changed');
}
