import type { StoppedAt } from '#domain';

/** An event that a read model stands at and cannot take. */
export interface Stop extends StoppedAt {
  /** When it stopped there: another stop at the same event is another one. */
  readonly stoppedAt: string;
}

/** Where read models stand that cannot go on. */
export interface Stops {
  /** Fault `skip-not-stopped` when it does not stand at this very position. */
  find(readModel: string, position: number): Promise<Stop>;
  /**
   * Lets the read model go on without the event, and remembers that it was left out until it is rebuilt. Of two at once one
   * does it. Fault `skip-not-stopped`.
   */
  pass(stop: Stop, act: { readonly by: string; readonly reason: string }): Promise<void>;
}
