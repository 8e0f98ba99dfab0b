import { accept, never, refuse, type Decider, type Decision } from '#kernel';
import type { LinkRoster, RosterCommand, RosterEvent, UnlinkRoster } from './events.js';
import { evolveRoster } from './evolve.js';
import type { RosterFacts } from './facts.js';
import { aLinkEndsOnceAndNotBeforeItBegan } from './rules/a-link-ends-once-and-not-before-it-began.js';
import { aLinkJoinsWhatIsKnown } from './rules/a-link-joins-what-is-known.js';
import { aLinkKeepsItsMeaning } from './rules/a-link-keeps-its-meaning.js';
import { initialRoster, type RosterState } from './state.js';

export function decideRoster(command: RosterCommand, state: RosterState, facts: RosterFacts): Decision<RosterEvent> {
  switch (command.type) {
    case 'link-roster': return link(command, state, facts);
    case 'unlink-roster': return unlink(command, state);
    default: return never(command);
  }
}

function link({ at, by, data }: LinkRoster, state: RosterState, facts: RosterFacts): Decision<RosterEvent> {
  if (state.status === 'linked') return aLinkKeepsItsMeaning(state, data) ?? accept();
  return aLinkJoinsWhatIsKnown(data, facts) ?? accept<RosterEvent>({ type: 'RosterLinked', at, by, data });
}

function unlink({ at, by, data }: UnlinkRoster, state: RosterState): Decision<RosterEvent> {
  if (state.status === 'none') return refuse('roster-link-unknown', { link: data.link });
  if (state.to === data.to) return accept();
  return aLinkEndsOnceAndNotBeforeItBegan(state, data.to) ?? accept<RosterEvent>({ type: 'RosterUnlinked', at, by, data });
}

export const rosterDecider: Decider<RosterCommand, RosterEvent, RosterState, RosterFacts> = {
  initial: initialRoster, decide: decideRoster, evolve: evolveRoster,
};
