import { refuse, type CivilDate } from '#kernel';
import type { RosterLink } from '../events.js';

export function aLinkEndsOnceAndNotBeforeItBegan(linked: RosterLink & { readonly to: CivilDate | null }, to: CivilDate) {
  if (linked.to !== null) return refuse('roster-unlinked-already', { link: linked.link, to: linked.to });
  return to < linked.from ? refuse('roster-ends-before-it-began', { link: linked.link, from: linked.from }) : undefined;
}
