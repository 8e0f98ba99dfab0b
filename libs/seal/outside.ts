import { Fault } from '#kernel';
import { checkpointHash } from './checkpoint.js';
import { growTo } from './grow.js';
import { evidenceIn } from './kept.js';
import { parseKeyEntry } from './key-history.js';
import type { LostKey } from './lost-keys.js';
import { Edge } from './merkle.js';
import { isSignedBy, parseNote } from './note.js';
import type { WitnessParts } from './witness.js';

/** The last of the checkpoints that were kept outside, held against the record as it is now. */
export interface OutsideCheckpoint {
  readonly size: number;
  readonly epoch: number;
  /** SHA-256 (hex) of its text. */
  readonly hash: string;
}

/**
 * What checkpoints kept outside, one or a whole file of them, say of this record: those of the newest epoch count, and of them the
 * largest. Where the record reaches one of these, it must be the record that was sealed.
 * Faults `checkpoint-foreign` (another installation's), `checkpoint-key-unknown`, `record-forked`, `seal-note-malformed`.
 */
export async function readOutside({ seals, store }: WitnessParts, text: string, record: number, lost: readonly LostKey[] = []): Promise<OutsideCheckpoint> {
  const state = await seals.state();
  const keys = [...state.keys.map((key) => parseKeyEntry(parseNote(key).text)), ...lost.map(({ entry }) => entry)].map(({ key }) => key);
  const checkpoints = evidenceIn(text).checkpoints.map((checkpoint) => {
    if (checkpoint.origin !== state.origin) throw new Fault('checkpoint-foreign', { params: { origin: checkpoint.origin, here: state.origin }, tryNext: 'give checkpoints of this installation' });
    if (keys.some((key) => isSignedBy(checkpoint.signed, key))) return checkpoint;
    throw new Fault('checkpoint-key-unknown', {
      params: { size: checkpoint.size, keys: checkpoint.signed.signatures.map(({ keyId }) => keyId).join(', ') },
      tryNext: 'show how its key was put in force: --key with what `seal key --signed` printed since; or give the last checkpoint from before the key was rotated',
    });
  });
  const newest = Math.max(...checkpoints.map((checkpoint) => checkpoint.epoch));
  const counting = checkpoints.filter((checkpoint) => checkpoint.epoch === newest).sort((one, other) => one.size - other.size);
  const reached = counting.findLast(({ size }) => size <= record);
  if (reached && !(await rootAt({ seals, store }, reached.size)).equals(reached.root)) {
    throw new Fault('record-forked', { params: { size: reached.size }, tryNext: 'this backup is of another history than the checkpoint: do not go on with it' });
  }
  const { size, epoch, signed } = counting.at(-1)!;
  return { size, epoch, hash: checkpointHash(signed.text).toString('hex') };
}

/** Folded from the first event: the checkpoints beside the record are not believed. */
async function rootAt({ store }: WitnessParts, size: number): Promise<Buffer> {
  const edge = Edge.empty();
  await growTo(size, edge, store);
  return edge.root();
}
