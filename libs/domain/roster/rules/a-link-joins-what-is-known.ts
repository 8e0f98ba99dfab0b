import { refuse } from '#kernel';
import type { RosterLink } from '../events.js';
import type { RosterFacts } from '../facts.js';

/** A contact household may be linked before its particulars are taken, so only cadre and units are looked up. */
export function aLinkJoinsWhatIsKnown(link: RosterLink, { directory, cadreKnown }: RosterFacts) {
  if (!cadreKnown) return refuse('roster-cadre-unknown', { link: link.link, cadre: link.cadre });
  if (!directory.unit(link.unit)) return refuse('roster-unit-unknown', { link: link.link, unit: link.unit });
  if (link.kind === 'community' && directory.unit(link.target)?.level !== 'community') {
    return refuse('roster-target-no-community', { link: link.link, target: link.target });
  }
  return undefined;
}
