import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** A fact, as an aggregate's decide produces it: what happened, when it happened, by whom. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: Data;
}

/** An intention. `id` is the same on every retry of the same intention; `at` is when it was given. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly id: string;
  readonly at: Instant;
  readonly by: Actor;
  readonly data: Data;
}
