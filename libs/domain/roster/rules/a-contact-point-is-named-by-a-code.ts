import { refuse } from '#kernel';
import type { RosterLink } from '../events.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What a link points at is kept in clear for ever, and a place described in words is at times somebody's door. Links from before keep the words they have. */
export function aContactPointIsNamedByACode({ link, kind, target }: RosterLink) {
  return kind === 'contact-point' && !CODE.test(target) ? refuse('roster-target-no-code', { link }) : undefined;
}
