import { Fault } from '#kernel';
import { checkpointHash, parseCheckpoint } from './checkpoint.js';
import { parseKeyEntry } from './key-history.js';
import { Edge, leafOf } from './merkle.js';
import { isSignedBy, parseNote } from './note.js';
import type { WitnessParts } from './witness.js';

const PAGE = 1_000;

/** A checkpoint that was kept outside, held against the record as it is now. */
export interface OutsideCheckpoint {
  readonly size: number;
  /** SHA-256 (hex) of its text. */
  readonly hash: string;
}

/**
 * What a checkpoint kept outside says of this record. Where the record reaches it, the record must be the one that was sealed.
 * Faults `checkpoint-foreign` (another installation's, or signed by no key of this one), `record-forked`, `seal-note-malformed`.
 */
export async function readOutside({ seals, store }: WitnessParts, text: string, record: number): Promise<OutsideCheckpoint> {
  const note = parseNote(text);
  const { origin, size, root } = parseCheckpoint(note.text);
  const state = await seals.state();
  const keys = state.keys.map((key) => parseKeyEntry(parseNote(key).text).key);
  if (origin !== state.origin || !keys.some((key) => isSignedBy(note, key))) {
    throw new Fault('checkpoint-foreign', { params: { origin, here: state.origin }, tryNext: 'give a checkpoint of this installation, signed by a key that the backup knows' });
  }
  if (size <= record && !(await rootAt({ seals, store }, size)).equals(root)) {
    throw new Fault('record-forked', { params: { size }, tryNext: 'this backup is of another history than the checkpoint: do not go on with it' });
  }
  return { size, hash: checkpointHash(note.text).toString('hex') };
}

/** Folded from the first event: the checkpoints beside the record are not believed. */
async function rootAt({ store }: WitnessParts, size: number): Promise<Buffer> {
  const edge = Edge.empty();
  while (edge.size < size) {
    const page = await store.readAll({ after: edge.size, limit: Math.min(PAGE, size - edge.size) });
    if (page.length === 0) break;
    for (const event of page) edge.push(leafOf(event.hash));
  }
  return edge.root();
}
