import type { Command, DomainEvent } from '#kernel';

/** An event of the record that a read model stopped at, because it cannot take it. */
export interface StoppedAt {
  readonly readModel: string;
  /** The live rows, or a copy of them that is being built or brought up to the record. */
  readonly copy: 'live' | 'next' | 'before';
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  /** Why it could not be taken, as a code. */
  readonly code: string;
}

export type ReadModelEventSkipped = DomainEvent<'ReadModelEventSkipped', StoppedAt & { readonly reason: string }>;
export type ReadModelEvent = ReadModelEventSkipped;

/** Given by an operator: the read model goes on without the event. Its id is that of the stop, so that one stop is passed once. */
export type SkipEvent = Command<'skip-event', StoppedAt & { readonly reason: string }>;
export type ReadModelCommand = SkipEvent;
