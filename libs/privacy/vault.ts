import type { PersonKey } from './sealed-text.js';

/** Where the keys of persons are kept. A key that was destroyed never comes back. Faults: `store-unavailable` (transient). */
export interface Vault {
  /** Keys that nobody had yet; they are kept durably before this resolves. */
  issue(count: number): Promise<readonly PersonKey[]>;
  /** The secrets of these keys; those that were destroyed are missing. */
  open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys keys for good; answers how many of them there still were. Other processes may read by them for `KEPT_MS` more. */
  destroy(ids: readonly string[]): Promise<number>;
  /** HMAC-SHA256 (hex) under a secret of the installation: equal texts have equal digests, and nobody else can try which. */
  digest(text: string): string;
}

/** How long a process may go on using a key that another has destroyed. */
export const KEPT_MS = 5_000;
