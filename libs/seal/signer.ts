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
 * Finds the private key in force; the installation's first is made here. Ends a rotation that was interrupted after the new key
 * came into force. Fault `seal-key-missing` when the key file holds another key than the last one on the record of keys.
 */
export async function signerInForce(parts: SignerParts): Promise<Signer> {
  return (await signerHeld(parts)) ?? parts.seals.inTurn(() => signerInTurn(parts));
}

/** Makes a new key, has the old one sign it over, and destroys the old one. Answers with the new key's entry. */
export function rotateKey(parts: SignerParts): Promise<KeyEntry> {
  return parts.seals.inTurn(async () => {
    for (;;) {
      const { state, privateKey } = await signerInTurn(parts);
      const next = await parts.keyFile.makeNext();
      const entry = await putInForce(parts, state, next, privateKey);
      if (!entry) continue;
      await parts.keyFile.takeNext();
      if (isOf(entry, await parts.keyFile.read())) return entry;
      throw missing(parts.keyFile, entry);
    }
  });
}

/** Nobody else changes the key file meanwhile: the key beside the one in force is put in place only if it is in force. */
async function signerInTurn(parts: SignerParts): Promise<Signer> {
  const { seals, keyFile } = parts;
  const before = await signerHeld(parts);
  if (before) return before;
  const entry = entryInForce(await seals.state())!;
  if (isOf(entry, await keyFile.readNext())) await keyFile.takeNext();
  const after = await signerHeld(parts);
  if (after) return after;
  throw missing(keyFile, entry);
}

/** Undefined when the key file does not hold the key in force. */
async function signerHeld(parts: SignerParts): Promise<Signer | undefined> {
  const { seals, keyFile } = parts;
  for (;;) {
    const state = await seals.state();
    const entry = entryInForce(state);
    if (!entry) {
      await putInForce(parts, state, await keyFile.readOrMake());
      continue;
    }
    const privateKey = await keyFile.read();
    return isOf(entry, privateKey) ? { state, entry, privateKey } : undefined;
  }
}

function entryInForce({ keys }: SealState): KeyEntry | undefined {
  const note = keys.at(-1);
  return note === undefined ? undefined : parseKeyEntry(parseNote(note).text);
}

function missing({ path }: KeyFile, { key }: KeyEntry): Fault {
  return new Fault('seal-key-missing', {
    params: { file: path, key: key.keyId },
    tryNext: 'put the key file back from its backup; workers on several machines share one file (SEAL_KEY_FILE). The record is kept meanwhile and sealed afterwards',
  });
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

function isOf({ origin, key: { keyId } }: KeyEntry, key: KeyObject | undefined): key is KeyObject {
  return key !== undefined && noteKeyOf(origin, createPublicKey(key)).keyId === keyId;
}
