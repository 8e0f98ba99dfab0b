import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { checkpointText, NO_CHECKPOINT, parseCheckpoint } from './checkpoint.js';
import { followsKeys, keyInForce, keyText, parseKeyEntry, type KeyEntry } from './key-history.js';
import { isSignedBy, noteKeyOf, noteOf, parseNote, parseNoteKey, parseNotes, signatureLine } from './note.js';

/** The example of Go's package golang.org/x/mod/sumdb/note, which the format comes from. */
const GO = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note: 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n'
    + '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const ORIGIN = 'minqing/6f2c7c1e-0c8d-4a0e-9b3e-5d9f1f0a7b11';
const AT = '2026-11-24T04:00:00.000Z';

const pair = () => generateKeyPairSync('ed25519').privateKey;

describe('a signed note', () => {
  it('of other tools is understood', () => {
    const key = parseNoteKey(GO.vkey);
    expect(isSignedBy(parseNote(GO.note), key)).toBe(true);
    expect(isSignedBy(parseNote(GO.note.replace('answer', 'question')), key)).toBe(false);
    expect(noteKeyOf(key.name, key.publicKey).vkey).toBe(GO.vkey);
  });

  it('is signed by one key and not by another of the same name', () => {
    const [mine, other] = [pair(), pair()];
    const note = parseNote(noteOf('a\nb\n', signatureLine('a\nb\n', ORIGIN, mine)));
    expect(note.text).toBe('a\nb\n');
    expect(isSignedBy(note, noteKeyOf(ORIGIN, createPublicKey(mine)))).toBe(true);
    expect(isSignedBy(note, noteKeyOf(ORIGIN, createPublicKey(other)))).toBe(false);
    expect(isSignedBy(note, noteKeyOf('minqing/other', createPublicKey(mine)))).toBe(false);
  });

  it('is found among others in a file, with empty lines between them or without', () => {
    expect(parseNotes(`${GO.note}${GO.note}\n${GO.note}`).map(({ text }) => text)).toEqual(Array.from({ length: 3 }, () => parseNote(GO.note).text));
  });

  it.each([['nothing', ''], ['no signature', 'a\nb\n'], ['no text', '\n— a AAAAAAAA\n'], ['something behind', `${GO.note}x`], ['two', GO.note + GO.note], ['a signature that is none', 'a\n\n— a b\n']])('is not %s', (_what, text) => {
    expect(() => parseNote(text)).toThrow('seal-note-malformed');
  });

  it.each(['', 'PeterNeumann', GO.vkey.replace('c74f20a3', 'c74f20a4'), GO.vkey.replace('AR', 'ZR'), GO.vkey.slice(0, -4)])('knows no key %j', (vkey) => {
    expect(() => parseNoteKey(vkey)).toThrow('seal-key-malformed');
  });
});

describe('a checkpoint', () => {
  it('says the same as text', () => {
    const checkpoint = { origin: ORIGIN, size: 4711, root: Buffer.alloc(32, 7), epoch: 1, at: AT, previous: NO_CHECKPOINT };
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
  });

  it.each(['a\n1\n', GO.note, checkpointText({ origin: ORIGIN, size: 1, root: Buffer.alloc(31), epoch: 1, at: AT, previous: NO_CHECKPOINT })])('is no other text: %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow('seal-note-malformed');
  });
});

describe('the history of keys', () => {
  const keys = [pair(), pair(), pair()];
  const entry = (number: number, after: number): KeyEntry => ({ origin: ORIGIN, number, key: noteKeyOf(ORIGIN, createPublicKey(keys[number - 1]!)), after, at: AT });
  const note = (of: KeyEntry, ...signers: readonly number[]) => parseNote(noteOf(keyText(of), ...signers.map((number) => signatureLine(keyText(of), ORIGIN, keys[number - 1]!))));
  const [first, second, third] = [entry(1, 0), entry(2, 5), entry(3, 9)];
  const never = (): boolean => false;

  it('goes on with what the old key and the new one signed', () => {
    expect(parseKeyEntry(keyText(second)).key.vkey).toBe(second.key.vkey);
    expect(followsKeys(note(first, 1), first, [], never)).toBe(true);
    expect(followsKeys(note(second, 1, 2), second, [first], never)).toBe(true);
    expect(followsKeys(note(third, 2, 3), third, [first, second], never)).toBe(true);
  });

  it('does not go on with a key that was not handed over, or out of turn', () => {
    expect(followsKeys(note(second, 2), second, [first], never)).toBe(false);
    expect(followsKeys(note(second, 1), second, [first], never)).toBe(false);
    expect(followsKeys(note(third, 1, 3), third, [first, second], never)).toBe(false);
    expect(followsKeys(note(third, 1, 3), third, [first], never)).toBe(false);
    expect(followsKeys(note(entry(3, 4), 2, 3), entry(3, 4), [first, second], never)).toBe(false);
  });

  it('goes back to fewer checkpoints only where an epoch begins behind them', () => {
    const back = entry(3, 4);
    expect(followsKeys(note(back, 2, 3), back, [first, second], (after) => after === 4)).toBe(true);
    expect(followsKeys(note(back, 2, 3), back, [first, second], (after) => after === 3)).toBe(false);
    expect([4, 5, 6].map((number) => keyInForce([first, second, back], number)?.number)).toEqual([1, 3, 3]);
  });

  it('says which key signs which checkpoint', () => {
    expect([1, 5, 6, 9, 10].map((number) => keyInForce([first, second, third], number)?.number)).toEqual([1, 1, 2, 2, 3]);
    expect(keyInForce([], 1)).toBeUndefined();
  });
});
