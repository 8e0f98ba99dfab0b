import type { Command, DomainEvent } from './event.js';

/** A refusal is a value, not a fault: a stable code, with the facts a translated sentence needs. */
export interface Refusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Decision<E> =
  | { readonly accepted: true; readonly events: readonly E[] }
  | { readonly accepted: false; readonly refusal: Refusal };

/**
 * An aggregate: what may happen (decide) and what has happened (evolve). Both are pure: time, ids and the answers of
 * other aggregates arrive in the command and the facts.
 */
export interface Decider<C extends Command, E extends DomainEvent, S, F> {
  readonly initial: S;
  decide(command: C, state: S, facts: F): Decision<E>;
  evolve(state: S, event: E): S;
}

export function accept<E>(...events: readonly E[]): Decision<E> {
  return { accepted: true, events };
}

export function refuse(code: string, params?: Refusal['params']): { accepted: false; refusal: Refusal } {
  return { accepted: false, refusal: params ? { code, params } : { code } };
}

/** The end of an exhaustive switch. Reaching it means an unknown shape came through an unguarded boundary. */
export function never(value: never): never {
  throw new TypeError(`unknown shape: ${JSON.stringify(value)}`);
}
