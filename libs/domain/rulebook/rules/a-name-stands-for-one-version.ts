import { refuse } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import type { Rulebook } from '../rulebook.js';
import { rulesNamed, type RulebookState } from '../state.js';

/** Deadlines on record name their version: a name that was used, were it for a proposal that was withdrawn, is used up. */
export function aNameStandsForOneVersion({ version }: Rulebook, state: RulebookState): Refused {
  return rulesNamed(state, version) ? refuse('rulebook-version-taken', { version }) : undefined;
}
