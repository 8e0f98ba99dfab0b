import type { Erasure, ErasureGround } from '#domain';
import type { EventStore } from '#event-store';
import { noteAudit, type AuditNote, type Desk } from '#identity';
import { Fault, type Actor, type Instant, type Refusal } from '#kernel';
import type { Vault } from '#privacy';
import type { Giver } from '../give.js';
import { erasureOf, findPersons, type Found } from './find-persons.js';
import { foundBefore, receiptFor, recordedErasure, type Receipt } from './recorded.js';

export interface ErasureParts {
  /** As it is kept. */
  readonly record: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>;
  /** Undefined unless the record takes nothing, as after a restore whose gap is undeclared. */
  readonly mark: { read(): Promise<object | undefined> };
  readonly vault: Vault;
  readonly giver: Giver;
  readonly desk: Desk;
}

export interface ErasureRequest {
  /** The command's: a repetition has the same one. */
  readonly id: string;
  readonly by: Actor;
  readonly at: Instant;
  readonly ground: ErasureGround;
  /** Of the file by which it was asked or ordered. */
  readonly reference?: string | undefined;
  /** Who is noted in the audit. */
  readonly who: Pick<AuditNote, 'cadre' | 'post' | 'unit' | 'address'>;
}

export type EraseOutcome =
  | { readonly status: 'done'; readonly receipt: Receipt }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  /** The command's id belongs to another command. */
  | { readonly status: 'command-differs' }
  /** The keys are destroyed, and nobody knows whether the record says so; ask again. */
  | { readonly status: 'unknown' };

/**
 * Destroys the keys, then puts on record that it was done. A process that dies in between leaves keys destroyed and nothing on
 * record: asking again with the same persons completes it, for the texts still name their keys. Fault `gap-undeclared`, and no
 * key is destroyed, while the record could not take it.
 */
export async function erase(parts: ErasureParts, found: Found, request: ErasureRequest): Promise<EraseOutcome> {
  const { persons, keys } = found;
  const { id, at, by, ground } = request;
  const erasure = erasureOf(found);
  // A text that was written by a key while it was destroyed makes no other erasure of the one that is on record.
  const texts = (await recordedErasure(parts.record, erasure))?.data.texts ?? found.texts;
  const data: Erasure = { erasure, persons, keys: keys.length, texts, ground };
  if (await parts.mark.read()) throw new Fault('gap-undeclared', { params: { position: await parts.record.lastPosition() }, tryNext: 'declare the gap first: run minqing declare-gap' });
  await parts.vault.destroy(keys);
  const outcome = await parts.giver.give({ type: 'erase-person', id, at, by, data });
  if (outcome.status !== 'done' && outcome.status !== 'unchanged') return outcome;
  const recorded = (await recordedErasure(parts.record, data.erasure))!;
  if (recorded.data.ground !== ground) return { status: 'refused', refusal: { code: 'erased-on-another-ground' } };
  await note(parts.desk, recorded.data, request);
  return { status: 'done', receipt: receiptFor(recorded, keys) };
}

/** Erases what was looked at before, and nothing else; one that is on record already is answered as it was. */
export async function eraseAsSeen(parts: ErasureParts, persons: readonly string[], seen: string, request: ErasureRequest): Promise<EraseOutcome> {
  const { record, vault } = parts;
  const recorded = await recordedErasure(record, seen);
  const found = recorded ? await foundBefore(record, vault, persons, recorded) : await findPersons(record, persons);
  if (found.keys.length === 0) return { status: 'refused', refusal: { code: 'nothing-to-erase' } };
  if (erasureOf(found) !== seen) return { status: 'refused', refusal: { code: 'erasure-changed' } };
  return erase(parts, found, request);
}

async function note(desk: Desk, { erasure, keys, texts, ground }: Erasure, { who, reference }: ErasureRequest): Promise<void> {
  await noteAudit(desk, { ...who, act: 'person-erased', subject: erasure, detail: { keys, texts, ground, ...(reference === undefined ? {} : { reference }) } });
}
