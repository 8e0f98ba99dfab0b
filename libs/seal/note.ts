import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { Fault } from '#kernel';

/**
 * Signed notes as C2SP's signed-note (c2sp.org/signed-note) writes them: lines of text, an empty line, and a line
 * `— name base64(first 4 bytes of the key's hash ‖ signature)` for each signature. Signed is the text with its last newline.
 */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Buffer;
}

/** A public key that notes are signed with. */
export interface NoteKey {
  /** `name+keyId+base64(01 ‖ 32 bytes)`: how tools of transparency logs are given a key. */
  readonly vkey: string;
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

const ED25519 = Buffer.of(1);
const KEY_BYTES = 32;
/** What stands before the 32 bytes in the key's usual form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+]+$/u;
/** An Ed25519 signature has 64 bytes, what other witnesses sign with no fewer: a shorter one was cut off. */
const LEAST_BYTES = 4 + 64;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
/** A note's text, its empty line and its signatures, as they stand in a file of many. */
const NOTES = /((?:[^\n]+\n)+)\n((?:— [^\n]+\n)+)\n*/gyu;

/** The key of a name; Ed25519 alone. */
export function noteKeyOf(name: string, publicKey: KeyObject): NoteKey {
  if (!NAME.test(name)) throw new Fault('seal-key-malformed', { params: { key: name } });
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  const typed = Buffer.concat([ED25519, raw]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'hex').slice(0, 8);
  return { vkey: `${name}+${keyId}+${typed.toString('base64')}`, name, keyId, publicKey };
}

/** Fault `seal-key-malformed` for what is no Ed25519 key, or one whose id is not its own. */
export function parseNoteKey(vkey: string): NoteKey {
  const [, name = '', keyId = '', base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(vkey) ?? [];
  const typed = Buffer.from(base64, 'base64');
  if (typed.length !== 1 + KEY_BYTES || typed[0] !== ED25519[0]) throw new Fault('seal-key-malformed', { params: { key: vkey } });
  const key = noteKeyOf(name, createPublicKey({ key: Buffer.concat([SPKI, typed.subarray(1)]), format: 'der', type: 'spki' }));
  if (key.keyId !== keyId) throw new Fault('seal-key-malformed', { params: { key: vkey } });
  return key;
}

/** The line that says that the holder of this private key signed the text. */
export function signatureLine(text: string, name: string, privateKey: KeyObject): string {
  const { keyId } = noteKeyOf(name, createPublicKey(privateKey));
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`;
}

export function noteOf(text: string, ...signatureLines: readonly string[]): string {
  return `${text}\n${signatureLines.join('')}`;
}

/** The note as it was read. */
export function noteAgain({ text, signatures }: SignedNote): string {
  return noteOf(text, ...signatures.map(({ name, keyId, signature }) => `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`));
}

/** Fault `seal-note-malformed` for a text that is not exactly one signed note. */
export function parseNote(note: string): SignedNote {
  const [parsed, ...others] = parseNotes(note);
  if (!parsed || others.length > 0) throw malformed(note);
  return parsed;
}

/** All notes of a text, such as a file that checkpoints were exported to. Fault `seal-note-malformed`. */
export function parseNotes(text: string): readonly SignedNote[] {
  const notes: SignedNote[] = [];
  let end = 0;
  for (const match of text.matchAll(NOTES)) {
    notes.push({ text: match[1]!, signatures: match[2]!.trimEnd().split('\n').map(signatureOf) });
    end = match.index + match[0].length;
  }
  if (end !== text.length || notes.length === 0) throw malformed(text.slice(end));
  return notes;
}

/** Whether one of the note's signatures is this key's and right. */
export function isSignedBy({ text, signatures }: SignedNote, { name, keyId, publicKey }: NoteKey): boolean {
  return signatures.some((each) => each.name === name && each.keyId === keyId && verify(null, Buffer.from(text), publicKey, each.signature));
}

function signatureOf(line: string): NoteSignature {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  // The last digit has bits that count for nothing: only the form that a signer writes is read.
  if (name === undefined || bytes.length < LEAST_BYTES || bytes.toString('base64') !== base64) throw malformed(line);
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

function malformed(text: string): Fault {
  return new Fault('seal-note-malformed', { params: { text: text.slice(0, 60) }, tryNext: 'a checkpoint is a text of lines, an empty line and a line that begins with —' });
}
