import { refuse } from '#kernel';
import type { RosterLink } from '../events.js';

/** Who answered for whom on a past day must stay readable: a changed link is a new link. */
export function aLinkKeepsItsMeaning(known: RosterLink, given: RosterLink) {
  const same = known.cadre === given.cadre && known.kind === given.kind && known.target === given.target
    && known.unit === given.unit && known.from === given.from;
  return same ? undefined : refuse('roster-link-known-otherwise', { link: known.link });
}
