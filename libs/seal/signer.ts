import { createPublicKey, type KeyObject } from 'node:crypto';
import { Fault, type Instant } from '#kernel';
import type { KeyFile } from './key-file.js';
import { keyText, parseKeyEntry, type KeyEntry } from './key-history.js';
import { noteKeyOf, noteOf, parseNote, signatureLine } from './note.js';
import { markOf, type SealMark, type SealState, type Seals } from './port.js';

export interface SignerParts {
  readonly seals: Seals;
  readonly keyFile: KeyFile;
  now(): Instant;
}

/** The key in force, and the state of the seals it was found in force at. */
export interface Signer {
  readonly state: SealState;
  readonly entry: KeyEntry;
  readonly privateKey: KeyObject;
}

/**
 * Finds the private key in force; the installation's first is made here. Fault `seal-key-missing` when the key file holds
 * another key than the last one on the record of keys.
 */
export async function signerInForce(parts: SignerParts): Promise<Signer> {
  const { seals, keyFile } = parts;
  for (;;) {
    const state = await seals.state();
    const note = state.keys.at(-1);
    if (note === undefined) {
      await putInForce(parts, state, await keyFile.readOrMake());
      continue;
    }
    const entry = parseKeyEntry(parseNote(note).text);
    const privateKey = await holding(keyFile, entry);
    if (privateKey) return { state, entry, privateKey };
    throw new Fault('seal-key-missing', {
      params: { file: keyFile.path, key: entry.key.keyId },
      tryNext: 'put the key file back from its backup; workers on several machines share one file (SEAL_KEY_FILE). The record is kept meanwhile and sealed afterwards',
    });
  }
}

/** Makes a new key, has the old one sign it over, and destroys the old one. Answers with the new key's entry. */
export async function rotateKey(parts: SignerParts): Promise<KeyEntry> {
  for (;;) {
    const { state, privateKey } = await signerInForce(parts);
    const next = await parts.keyFile.makeNext();
    const entry = await putInForce(parts, state, next, privateKey);
    if (!entry) continue;
    await parts.keyFile.takeNext();
    return entry;
  }
}

/** Undefined when keys or checkpoints were added meanwhile. */
async function putInForce({ seals, now }: SignerParts, state: SealState, key: KeyObject, old?: KeyObject): Promise<KeyEntry | undefined> {
  const mark = markOf(state);
  const { entry, note } = entryFor({ origin: state.origin, mark, at: now() }, key, old);
  return (await seals.addKeys(mark, [note])) ? entry : undefined;
}

/** The entry of a key that signs what comes behind the mark, and its note, signed by the old key and the new. */
export function entryFor({ origin, mark, at }: { readonly origin: string; readonly mark: SealMark; readonly at: Instant }, key: KeyObject, old?: KeyObject): { readonly entry: KeyEntry; readonly note: string } {
  const entry: KeyEntry = { origin, number: mark.keys + 1, key: noteKeyOf(origin, createPublicKey(key)), after: mark.checkpoints, at };
  const text = keyText(entry);
  return { entry, note: noteOf(text, ...[old, key].flatMap((each) => (each ? [signatureLine(text, origin, each)] : []))) };
}

/** Also ends a rotation that was interrupted after the new key came into force. */
async function holding(keyFile: KeyFile, { origin, key: { keyId } }: KeyEntry): Promise<KeyObject | undefined> {
  const holds = (key: KeyObject | undefined): key is KeyObject => key !== undefined && noteKeyOf(origin, createPublicKey(key)).keyId === keyId;
  const current = await keyFile.read();
  if (holds(current)) return current;
  const next = await keyFile.readNext();
  if (!holds(next)) return undefined;
  await keyFile.takeNext();
  return next;
}
