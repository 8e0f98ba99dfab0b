import { hash } from 'node:crypto';
import type { Erasure } from '#domain';
import type { EventStore } from '#event-store';
import type { Instant } from '#kernel';
import type { Vault } from '#privacy';
import { streamOf } from '../streams.js';
import { findPersons, type Found } from './find-persons.js';

/** An erasure that is on record. */
export interface RecordedErasure {
  readonly data: Erasure;
  readonly at: Instant;
  readonly position: number;
}

export interface Receipt extends Erasure {
  readonly at: Instant;
  /** SHA-256 (hex) of each key's id: shows later which texts of the record these were, and nothing of what they said. */
  readonly fingerprints: readonly string[];
  readonly position: number;
}

type Record = Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>;

export async function recordedErasure(record: Record, erasure: string): Promise<RecordedErasure | undefined> {
  const { events: [event] } = await record.readStream(streamOf.erasure(erasure));
  return event && { data: event.data as Erasure, at: event.at, position: event.position };
}

/** What these persons' erasure found then: what came after it, or between the look and the act, has keys that are still there. */
export async function foundBefore(record: Record, vault: Pick<Vault, 'states'>, persons: readonly string[], { data, position }: RecordedErasure): Promise<Found> {
  const found = await findPersons(record, persons, { to: position });
  const states = await vault.states(found.keys);
  return { ...found, keys: found.keys.filter((key) => states.get(key) !== 'there'), texts: data.texts };
}

/** The receipt of an erasure that is on record; undefined when there is none. Reads the record up to it. */
export async function receiptOf(record: Record, vault: Pick<Vault, 'states'>, erasure: string): Promise<Receipt | undefined> {
  const recorded = await recordedErasure(record, erasure);
  if (!recorded) return undefined;
  const { keys } = await foundBefore(record, vault, recorded.data.persons, recorded);
  return receiptFor(recorded, keys);
}

export function receiptFor({ data, at, position }: RecordedErasure, keys: readonly string[]): Receipt {
  return { ...data, at, position, fingerprints: keys.map((key) => hash('sha256', key, 'hex')) };
}
