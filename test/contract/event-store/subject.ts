import type { EventStore } from '#event-store';

/** A store under test, empty, of its own. */
export interface Subject {
  readonly store: EventStore;
  /** Closes the store and removes what it kept. */
  end(): Promise<void>;
}

/** Beside each folder of libs/event-store/ there is one of these in adapters/, under the same name. */
export interface AdapterUnderTest {
  open(): Promise<Subject>;
  /** Features that are not run on it, each with its reason; `*` stands for all. */
  readonly skips?: Readonly<Record<string, string>>;
}

/** What every store must do. The name is the sentence that the test is known by. */
export type Features = Readonly<Record<string, (store: EventStore) => Promise<void>>>;
