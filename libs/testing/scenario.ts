import { deepStrictEqual, fail } from 'node:assert/strict';
import type { Deadline, DeadlineSet } from '#domain';
import type { Command, Decider, Decision, DomainEvent, Instant } from '#kernel';

/** What a deadline is expected to be. Every part given is compared exactly; the moment and the steps always are. */
export interface ExpectedDeadline extends Partial<Omit<Deadline, 'steps' | 'days'>> {
  readonly kind: Deadline['kind'];
  readonly dueAt: Instant;
  /** Every step in order, as act and moment. */
  readonly steps: readonly (readonly [act: Deadline['steps'][number]['act'], at: Instant])[];
  /** Every day of the sum in order, as date and reason. */
  readonly days?: readonly (readonly [date: string, reason: string])[];
}

export interface Outcome<E> {
  /** Exactly these events, in order, deep, nothing extra. */
  then(expected: readonly E[]): Outcome<E>;
  /** Refused with this code, and with exactly these parameters when they are given. */
  thenRefused(code: string, params?: Readonly<Record<string, string | number>>): Outcome<E>;
  /** Exactly one deadline of its kind was set, and it is this one. */
  thenDeadline(expected: ExpectedDeadline): Outcome<E>;
  /** No deadline was set. */
  thenNoDeadline(): Outcome<E>;
}

export interface Given<C, E> {
  when(command: C): Outcome<E>;
}

/** Sentences about an aggregate: `given(events).when(command).then(events)`. History goes through evolve, so it must be legal. */
export function scenarios<C extends Command, E extends DomainEvent, S, F>(decider: Decider<C, E, S, F>, facts: F): (history: readonly E[]) => Given<C, E> {
  return (history) => ({
    when(command) {
      const state = history.reduce((folded, event) => decider.evolve(folded, event), decider.initial);
      const decision = decider.decide(command, state, facts);
      if (decision.accepted) decision.events.reduce((folded, event) => decider.evolve(folded, event), state);
      return outcomeOf(decision);
    },
  });
}

function outcomeOf<E extends DomainEvent>(decision: Decision<E>): Outcome<E> {
  const outcome: Outcome<E> = {
    then(expected) {
      deepStrictEqual(acceptedEvents(decision), expected);
      return outcome;
    },
    thenRefused(code, params) {
      if (decision.accepted) fail(`expected refusal ${code}, but accepted: ${typesOf(decision.events)}`);
      deepStrictEqual(params ? decision.refusal : { code: decision.refusal.code }, params ? { code, params } : { code });
      return outcome;
    },
    thenDeadline(expected) {
      const found = deadlinesIn(acceptedEvents(decision)).filter(({ kind }) => kind === expected.kind);
      if (found.length !== 1) fail(`expected one deadline for ${expected.kind}, found ${found.length}`);
      compareDeadline(found[0] as Deadline, expected);
      return outcome;
    },
    thenNoDeadline() {
      deepStrictEqual(deadlinesIn(acceptedEvents(decision)).map(({ kind }) => kind), []);
      return outcome;
    },
  };
  return outcome;
}

function compareDeadline(deadline: Deadline, { steps, days, ...parts }: ExpectedDeadline): void {
  const compared = Object.fromEntries(Object.keys(parts).map((key) => [key, deadline[key as keyof Deadline]]));
  deepStrictEqual(compared, parts);
  deepStrictEqual(deadline.steps.map(({ act, at }) => [act, at]), steps);
  if (days) deepStrictEqual(deadline.days.map(({ date, reason }) => [date, reason]), days);
}

function acceptedEvents<E extends DomainEvent>(decision: Decision<E>): readonly E[] {
  if (!decision.accepted) fail(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.events;
}

function deadlinesIn(events: readonly DomainEvent[]): Deadline[] {
  return events.filter((event): event is DeadlineSet => event.type === 'DeadlineSet').map(({ data }) => data);
}

function typesOf(events: readonly DomainEvent[]): string {
  return events.map(({ type }) => type).join(', ') || 'no event';
}
