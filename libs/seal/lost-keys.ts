import { createPublicKey } from 'node:crypto';
import { Fault } from '#kernel';
import { followsKeys, parseKeyEntry, type KeyEntry } from './key-history.js';
import { noteAgain, noteKeyOf, parseNote, parseNotes } from './note.js';
import { markOf, type SealState } from './port.js';
import { entryFor, type SignerParts } from './signer.js';

/** A key that was put in force after the backup, and the note that did it. */
export interface LostKey {
  readonly entry: KeyEntry;
  readonly note: string;
}

/**
 * Of the notes of keys that were kept outside, those behind the ones that are known here. Faults `keys-do-not-follow`
 * when they do not follow from the last one known, `seal-note-malformed`.
 */
export function lostKeys({ keys }: SealState, kept: string): readonly LostKey[] {
  const known = keys.map((note) => parseKeyEntry(parseNote(note).text));
  const lost: LostKey[] = [];
  for (const note of parseNotes(kept)) {
    const entry = parseKeyEntry(note.text);
    const before = [...known, ...lost.map((each) => each.entry)];
    if (before[entry.number - 1]?.key.vkey === entry.key.vkey) continue;
    if (!followsKeys(note, entry, before, () => false)) {
      throw new Fault('keys-do-not-follow', { params: { number: entry.number, known: known.length }, tryNext: 'give the notes of all keys in their order, as `seal key --signed` printed them' });
    }
    lost.push({ entry, note: noteAgain(note) });
  }
  return lost;
}

/** Fault `seal-key-missing` when the key file does not hold the newest of the lost keys: nobody could seal any more. */
export async function refuseWithoutKey({ keyFile }: Pick<SignerParts, 'keyFile'>, lost: readonly LostKey[]): Promise<void> {
  const newest = lost.at(-1);
  if (newest) await newestHeld({ keyFile }, newest);
}

/**
 * Puts keys in force again that were lost with the end of a record, after its epoch was declared: by their own notes, and by one
 * more that lets the newest sign behind the checkpoints that are left. Fault `seal-key-missing`.
 */
export async function takeUpKeys(parts: SignerParts, kept: string): Promise<void> {
  const { seals } = parts;
  for (;;) {
    const state = await seals.state();
    const lost = lostKeys(state, kept);
    const newest = lost.at(-1);
    if (!newest) return;
    const mark = markOf(state);
    const notes = lost.map(({ note }) => note);
    if (newest.entry.after > mark.checkpoints) {
      const held = await newestHeld(parts, newest);
      notes.push(entryFor({ origin: state.origin, mark: { ...mark, keys: mark.keys + notes.length }, at: parts.now() }, held).note);
    }
    if (await seals.addKeys(mark, notes)) return;
  }
}

async function newestHeld({ keyFile }: Pick<SignerParts, 'keyFile'>, { entry }: LostKey) {
  const held = await keyFile.read();
  if (held && noteKeyOf(entry.origin, createPublicKey(held)).keyId === entry.key.keyId) return held;
  throw new Fault('seal-key-missing', { params: { file: keyFile.path, key: entry.key.keyId }, tryNext: 'put the key file back that was in force when the record was lost' });
}
