import type { PersonKey } from './sealed-text.js';

/**
 * What is left of a key without a secret. A destroyed one keeps its place among the keys; one that has no place there was lost,
 * with an older copy of the database that was put back, and nobody meant to erase anything.
 */
export type KeyGone = 'destroyed' | 'lost';
export type KeyState = 'there' | KeyGone;

/** Where the keys of persons are kept. A key that was destroyed never comes back. Faults: `store-unavailable` (transient). */
export interface Vault {
  /** How many keys this process has asked for of which the last that it heard was that they are lost. */
  readonly lost: number;
  /** Keys that nobody had yet; they are kept durably before this resolves. */
  issue(count: number): Promise<readonly PersonKey[]>;
  /**
   * Of keys that were issued, once what they sealed is on record: those that are kept no more, because an older database was put
   * beneath the process meanwhile, are kept again.
   */
  confirm(keys: readonly PersonKey[]): Promise<void>;
  /** The secret of each of these keys, or why there is none; as it was at most `KEPT_MS` ago. */
  open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer | KeyGone>>;
  /** How these keys stand now, whatever this process has kept of them. */
  states(ids: Iterable<string>): Promise<ReadonlyMap<string, KeyState>>;
  /** Destroys keys for good; answers how many of them there still were. Other processes may read by them for `KEPT_MS` more. */
  destroy(ids: readonly string[]): Promise<number>;
  /** HMAC-SHA256 (hex) under a secret of the installation: equal texts have equal digests, and nobody else can try which. */
  digest(text: string): string;
}

/** How long a process may go on using a key that another has destroyed. */
export const KEPT_MS = 5_000;
