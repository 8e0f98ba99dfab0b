import { Fault, type Instant } from '#kernel';
import { isSignedBy, parseNoteKey, type NoteKey, type SignedNote } from './note.js';

/** The note that puts a key in force: signed by the key itself and, but for the first, by the key before it. */
export interface KeyEntry {
  readonly origin: string;
  /** From 1. */
  readonly number: number;
  readonly key: NoteKey;
  /** How many checkpoints the keys before it signed: it signs those behind. */
  readonly after: number;
  readonly at: Instant;
}

export function keyText({ origin, number, key, after, at }: KeyEntry): string {
  return `${origin}\nkey ${number}\n${key.vkey}\nafter ${after}\ntime ${at}\n`;
}

const TEXT = /^([^\s+]+)\nkey ([1-9]\d{0,8})\n(\S+)\nafter (0|[1-9]\d{0,14})\ntime (\S+)\n$/u;

/** Fault `seal-note-malformed`, or `seal-key-malformed`. */
export function parseKeyEntry(text: string): KeyEntry {
  const [, origin, number, vkey, after, at] = TEXT.exec(text) ?? [];
  if (origin === undefined || vkey === undefined || at === undefined) throw new Fault('seal-note-malformed', { params: { text: text.slice(0, 60) } });
  return { origin, number: Number(number), key: parseNoteKey(vkey), after: Number(after), at };
}

/**
 * Whether the entry follows the ones before it: the next number, not before their last checkpoint, signed by the old key and the new.
 * `begins` tells whether an epoch begins behind a checkpoint: a restored record has lost the checkpoints that the keys before it signed.
 */
export function followsKeys(note: SignedNote, entry: KeyEntry, before: readonly KeyEntry[], begins: (after: number) => boolean): boolean {
  const last = before.at(-1);
  return entry.number === before.length + 1 && entry.key.name === entry.origin
    && (entry.after >= (last?.after ?? 0) || begins(entry.after)) && entry.origin === (last?.origin ?? entry.origin)
    && isSignedBy(note, entry.key) && (last === undefined ? entry.after === 0 : isSignedBy(note, last.key));
}

/** The key that signs the checkpoint of this number (from 1). */
export function keyInForce(entries: readonly KeyEntry[], checkpoint: number): KeyEntry | undefined {
  return entries.findLast(({ after }) => after < checkpoint);
}
