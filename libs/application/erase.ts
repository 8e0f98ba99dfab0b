import { hash } from 'node:crypto';
import { uuid5, type AppendReceipt, type EventStore } from '#event-store';
import type { Erasure, ErasureGround } from '#domain';
import type { Actor, Instant, Refusal } from '#kernel';
import { keyIdOf, personalTextsOf, type Vault } from '#privacy';
import type { Giver } from './give.js';

const PAGE = 1_000;

/** What the record holds of some persons. */
export interface Found {
  readonly persons: readonly string[];
  /** The keys that their texts were sealed with, in order. */
  readonly keys: readonly string[];
  readonly texts: number;
}

export interface Receipt extends Erasure {
  readonly at: Instant;
  /** SHA-256 (hex) of each key's id: shows later which texts of the record these were, and nothing of what they said. */
  readonly fingerprints: readonly string[];
  readonly position: number;
}

export type EraseOutcome =
  | { readonly status: 'done'; readonly receipt: Receipt }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** The keys are destroyed, and nobody knows whether the record says so; ask again. */
  | { readonly status: 'unknown' };

/** Reads the whole record, as it is kept: whose key is whose is written nowhere else. */
export async function findPersons(record: Pick<EventStore, 'readAll' | 'lastPosition'>, persons: readonly string[], onProgress: (done: number, total: number) => void = () => undefined): Promise<Found> {
  const wanted = new Set(persons);
  const keys = new Set<string>();
  const total = await record.lastPosition();
  let texts = 0;
  for (let after = 0; after < total;) {
    const page = await record.readAll({ after, limit: PAGE });
    for (const { person, text } of page.flatMap(personalTextsOf)) {
      const key = wanted.has(person) ? keyIdOf(text) : undefined;
      if (key === undefined) continue;
      keys.add(key);
      texts += 1;
    }
    after = page.at(-1)?.position ?? total;
    onProgress(after, total);
  }
  return { persons: [...wanted].sort(), keys: [...keys].sort(), texts };
}

/**
 * Destroys the keys, then puts on record that it was done. A process that dies in between leaves keys destroyed and nothing on
 * record: asking again with the same persons completes it, for the texts still name their keys.
 */
export async function erase({ vault, giver }: { readonly vault: Vault; readonly giver: Giver }, { persons, keys, texts }: Found, { by, at, ground }: { readonly by: Actor; readonly at: Instant; readonly ground: ErasureGround }): Promise<EraseOutcome> {
  const erasure = uuid5('erasure', ...persons, ...keys);
  const data: Erasure = { erasure, persons, keys: keys.length, texts, ground };
  await vault.destroy(keys);
  const outcome = await giver.give({ type: 'erase-person', id: uuid5('erase-person', erasure), at, by, data });
  switch (outcome.status) {
    case 'refused': case 'unknown': return outcome;
    case 'command-differs': return { status: 'refused', refusal: { code: 'erased-on-another-ground' } };
    case 'unchanged': return { status: 'refused', refusal: { code: 'nothing-to-erase' } };
    case 'done': return { status: 'done', receipt: receiptOf(outcome.receipt, data, keys, at) };
  }
}

function receiptOf({ lastPosition: position }: AppendReceipt, data: Erasure, keys: readonly string[], at: Instant): Receipt {
  return { ...data, at, fingerprints: keys.map((key) => hash('sha256', key, 'hex')), position };
}
