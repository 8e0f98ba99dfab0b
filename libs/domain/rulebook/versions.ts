import { accept, never, refuse, type Decider, type Decision, type Instant } from '#kernel';
import type { RulebookCommand, RulebookEvent } from './events.js';
import type { Rulebook } from './rulebook.js';
import { findWrong } from './validate.js';

/** A version with the moment from which it binds. */
export interface VersionInForce {
  readonly rules: Rulebook;
  readonly from: Instant;
}

/** Every version ever adopted, in the order of adoption, which is also the order in which they came into force. */
export interface RulebookState {
  readonly versions: readonly VersionInForce[];
}

export const rulebookDecider: Decider<RulebookCommand, RulebookEvent, RulebookState, undefined> = {
  initial: { versions: [] },
  decide: decideRulebook,
  evolve: evolveRulebook,
};

/** The version that binds at a moment; undefined before the first. */
export function rulebookInForce(state: RulebookState, moment: Instant): Rulebook | undefined {
  return state.versions.findLast((version) => version.from <= moment)?.rules;
}

export function decideRulebook(command: RulebookCommand, state: RulebookState): Decision<RulebookEvent> {
  const rules = command.data;
  const wrong = findWrong(rules);
  if (wrong) return { accepted: false, refusal: wrong };
  const known = state.versions.find((version) => version.rules.version === rules.version);
  if (known) return same(known.rules, rules) ? accept() : refuse('rulebook-version-taken', { version: rules.version });
  const last = state.versions.at(-1);
  if (last && inForceFrom(command.at, rules, state) < last.from) {
    return refuse('rulebook-before-the-last-version', { version: last.rules.version, from: last.from });
  }
  return accept({ type: 'RulebookAdopted', at: command.at, by: command.by, data: rules });
}

export function evolveRulebook(state: RulebookState, event: RulebookEvent): RulebookState {
  switch (event.type) {
    case 'RulebookAdopted':
      return { versions: [...state.versions, { rules: event.data, from: inForceFrom(event.at, event.data, state) }] };
    default:
      return never(event.type);
  }
}

/** A later version never binds what happened before it was on record; the first one covers the history before it. */
function inForceFrom(adoptedAt: Instant, rules: Rulebook, state: RulebookState): Instant {
  return state.versions.length > 0 && rules.effectiveFrom < adoptedAt ? adoptedAt : rules.effectiveFrom;
}

function same(one: Rulebook, other: Rulebook): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => part !== null && typeof part === 'object' && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
    : part);
}
