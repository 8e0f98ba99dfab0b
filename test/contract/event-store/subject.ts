import type { LogTarget } from '#event-store';

/** A store under test, empty, of its own. */
export interface Subject {
  readonly store: LogTarget;
  /** Closes the store and removes what it kept. */
  end(): Promise<void>;
}

export interface Skip {
  readonly reason: string;
  /** The day since when: a skip that has grown old is looked at again. */
  readonly since: `${number}-${number}-${number}`;
}

/** Beside each folder of libs/event-store/ there is one of these in adapters/, under the same name. */
export interface AdapterUnderTest {
  open(): Promise<Subject>;
  /** Features that are not run on it; `*` stands for all. */
  readonly skips?: Readonly<Record<string, Skip>>;
}

/** What every store must do. The name is the sentence that the test is known by. */
export type Features = Readonly<Record<string, (store: LogTarget) => Promise<void>>>;
