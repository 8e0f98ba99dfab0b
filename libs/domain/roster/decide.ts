import { accept, never, refuse, type CivilDate, type Decider, type Decision } from '#kernel';
import type { LinkRoster, RosterCommand, RosterEvent, RosterLink, RosterUnlinked, UnlinkRoster } from './events.js';
import { evolveRoster } from './evolve.js';
import type { RosterFacts } from './facts.js';
import { aContactPointIsNamedByACode } from './rules/a-contact-point-is-named-by-a-code.js';
import { aLinkEndsOnceAndNotBeforeItBegan } from './rules/a-link-ends-once-and-not-before-it-began.js';
import { aLinkJoinsWhatIsKnown } from './rules/a-link-joins-what-is-known.js';
import { aLinkKeepsItsMeaning } from './rules/a-link-keeps-its-meaning.js';
import { initialRoster, type RosterState } from './state.js';

type Linked = Extract<RosterState, { status: 'linked' }>;
type Told = Pick<RosterUnlinked, 'at' | 'by'>;

export function decideRoster(command: RosterCommand, state: RosterState, facts: RosterFacts): Decision<RosterEvent> {
  switch (command.type) {
    case 'link-roster': return link(command, state, facts);
    case 'unlink-roster': return unlink(command, state);
    default: return never(command);
  }
}

function link({ at, by, data: { to, ...data } }: LinkRoster, state: RosterState, facts: RosterFacts): Decision<RosterEvent> {
  if (state.status === 'linked') return aLinkKeepsItsMeaning(state, data) ?? (to === undefined ? accept() : end(state, to, { at, by }));
  return aLinkJoinsWhatIsKnown(data, facts)
    ?? aContactPointIsNamedByACode(data)
    ?? (to === undefined ? undefined : aLinkEndsOnceAndNotBeforeItBegan({ ...data, to: null }, to))
    ?? accept<RosterEvent>({ type: 'RosterLinked', at, by, data }, ...(to === undefined ? [] : [unlinked(data, to, { at, by })]));
}

function unlink({ at, by, data }: UnlinkRoster, state: RosterState): Decision<RosterEvent> {
  return state.status === 'none' ? refuse('roster-link-unknown', { link: data.link }) : end(state, data.to, { at, by });
}

function end(linked: Linked, to: CivilDate, told: Told): Decision<RosterEvent> {
  if (linked.to === to) return accept();
  return aLinkEndsOnceAndNotBeforeItBegan(linked, to) ?? accept<RosterEvent>(unlinked(linked, to, told));
}

function unlinked({ link: ended }: RosterLink, to: CivilDate, told: Told): RosterUnlinked {
  return { type: 'RosterUnlinked', ...told, data: { link: ended, to } };
}

export const rosterDecider: Decider<RosterCommand, RosterEvent, RosterState, RosterFacts> = {
  initial: initialRoster, decide: decideRoster, evolve: evolveRoster,
};
