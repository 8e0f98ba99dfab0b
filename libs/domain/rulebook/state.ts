import type { Actor, Instant } from '#kernel';
import { NOTICE } from './notice.js';
import type { Rulebook } from './rulebook.js';

/** Who did something to a version, when, and why. */
export interface RulebookAct {
  readonly by: Actor;
  readonly at: Instant;
  readonly reason: string;
}

export interface ProposedVersion {
  readonly status: 'proposed';
  readonly rules: Rulebook;
  readonly proposed: RulebookAct;
}

export interface WithdrawnVersion {
  readonly status: 'withdrawn';
  readonly rules: Rulebook;
  readonly proposed: RulebookAct;
  readonly withdrawn: RulebookAct;
}

export interface ApprovedVersion {
  readonly status: 'approved';
  readonly rules: Rulebook;
  /** Null for a version adopted in one step. */
  readonly proposed: RulebookAct | null;
  readonly approved: Omit<RulebookAct, 'reason'>;
  /** From when it binds. */
  readonly from: Instant;
}

export type RulebookVersion = ProposedVersion | WithdrawnVersion | ApprovedVersion;

/** Every version ever put on record. The approved ones are in the order in which they come into force. */
export interface RulebookState {
  readonly versions: readonly RulebookVersion[];
}

export const initialRulebook: RulebookState = { versions: [] };

export function approvedIn({ versions }: RulebookState): readonly ApprovedVersion[] {
  return versions.filter((version) => version.status === 'approved');
}

/** The version that binds at a moment: as long as none was approved for it, the preset of the notice. */
export function versionAt(state: RulebookState, moment: Instant): Rulebook {
  return state.versions.findLast((version) => version.status === 'approved' && version.from <= moment)?.rules ?? NOTICE;
}

/** The figures of a version by its name, whatever became of it. */
export function rulesNamed({ versions }: RulebookState, name: string): Rulebook | undefined {
  return versions.find(({ rules }) => rules.version === name)?.rules ?? (name === NOTICE.version ? NOTICE : undefined);
}
