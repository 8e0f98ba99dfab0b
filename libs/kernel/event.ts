import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** A fact, as an aggregate's decide produces it: what happened, when it happened, by whom. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: Data;
}

/** The run of a durable workflow that gave a command: where Temporal shows it, for as long as Temporal keeps it. */
export interface WorkflowRun {
  readonly id: string;
  readonly run: string;
}

/** An intention. `id` is the same on every retry of the same intention; `at` is when it was given. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly id: string;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: Data;
}
