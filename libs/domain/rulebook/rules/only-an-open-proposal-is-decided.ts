import { refuse } from '#kernel';
import type { Refused } from '../../issue/rules/refused.js';
import type { RulebookState } from '../state.js';

export function onlyAnOpenProposalIsDecided(version: string, { versions }: RulebookState): Refused {
  const found = versions.find(({ rules }) => rules.version === version);
  if (!found) return refuse('rulebook-proposal-unknown', { version });
  return found.status === 'proposed' ? undefined : refuse('rulebook-proposal-decided', { version, status: found.status });
}
