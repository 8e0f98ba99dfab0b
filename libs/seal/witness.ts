import { open, type FileHandle } from 'node:fs/promises';
import type { EventStore } from '#event-store';
import { Fault } from '#kernel';
import { parseCheckpoint } from './checkpoint.js';
import { Edge, leafOf } from './merkle.js';
import { parseNote } from './note.js';
import type { Seals, StoredCheckpoint } from './port.js';
import { isExtension, Tree } from './proofs.js';

export interface WitnessParts {
  readonly seals: Seals;
  readonly store: Pick<EventStore, 'readAll'>;
}

/** Somebody outside who is told of checkpoints, so that the installation cannot take them back. */
export interface Witness {
  /** Under which name it is remembered what it has. */
  readonly name: string;
  /** Hands over what is behind a size, and answers with the size it then has. Throws when it does not take it. */
  take(parts: WitnessParts, since: number): Promise<number>;
}

/** Hands each witness what it lacks. One that fails is noted, told to `onFailure`, and asked again the next time; it holds up nobody else. */
export async function tellWitnesses(witnesses: readonly Witness[], parts: WitnessParts, onFailure: (witness: string, failure: unknown) => void): Promise<void> {
  await Promise.all(witnesses.map(async (witness) => {
    const { size, failure } = await parts.seals.delivery(witness.name);
    try {
      const taken = await witness.take(parts, size);
      if (taken !== size || failure !== null) await parts.seals.noteDelivery(witness.name, { size: taken, failure: null });
    } catch (error) {
      onFailure(witness.name, error);
      await parts.seals.noteDelivery(witness.name, { size, failure: error instanceof Fault ? error.code : 'unknown' });
    }
  }));
}

const PAGE = 500;

/** Every checkpoint, one after the other, at the end of a text file: on another machine's disk, or one that only takes more. */
export function fileWitness(path: string): Witness {
  return {
    name: `file ${path}`,
    async take({ seals }, since) {
      let { number = 0, size = 0 } = (await seals.upTo(since)) ?? {};
      for (;;) {
        const page = await seals.checkpoints({ after: number, limit: PAGE });
        const last = page.at(-1);
        if (!last) return size;
        await appendDurably(path, page.map(({ note }) => `${note}\n`).join(''));
        ({ number, size } = last);
      }
    },
  };
}

/**
 * On disk when it resolves. What is cut off is taken away again; where it stays all the same, what comes next begins behind an
 * empty line, so that it can be told from it.
 */
async function appendDurably(path: string, notes: string): Promise<void> {
  const file = await open(path, 'a+', 0o644);
  try {
    const { size } = await file.stat();
    const text = Buffer.from(size === 0 || (await read(file, size - END.length)).toString() === END ? notes : `${END}${notes}`);
    try {
      await file.appendFile(text);
      await file.sync();
    } catch (failure) {
      await takeAway(file, size, text).catch(() => undefined);
      throw failure;
    }
  } finally {
    await file.close();
  }
}

/** What stands behind a note. */
const END = '\n\n';

/** Nothing where another process has written meanwhile, or where the text is there as a whole. */
async function takeAway(file: FileHandle, size: number, text: Buffer): Promise<void> {
  const written = await read(file, size);
  if (written.length < text.length && written.equals(text.subarray(0, written.length))) await file.truncate(size);
}

/** To the end of the file. */
async function read(file: FileHandle, from: number): Promise<Buffer> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - from)), 0, undefined, Math.max(0, from));
  return buffer.subarray(0, bytesRead);
}

/**
 * What tlog-witness (c2sp.org/tlog-witness) calls add-checkpoint: the size that the witness has, the proof that the newest
 * checkpoint extends it, and the checkpoint. Costs one read and one hash for each event between the two.
 * Fault `seal-record-differs`: the record is not the one that was sealed, so nothing is handed on.
 */
export async function addCheckpointBody({ seals, store }: WitnessParts, since: number, newest: StoredCheckpoint): Promise<string> {
  const known = since === 0 ? undefined : await exactly(seals, since);
  const tree = new Tree(known && Edge.from(known.size, known.edge));
  for (let after = since; since > 0 && after < newest.size;) {
    const page = await store.readAll({ after, limit: Math.min(PAGE, newest.size - after) });
    if (page.length === 0) break;
    for (const { hash } of page) tree.add(leafOf(hash));
    after = page.at(-1)!.position;
  }
  const proof = known && tree.size === newest.size ? tree.consistencyProof(since) : [];
  const { root } = parseCheckpoint(parseNote(newest.note).text);
  if (known && !isExtension({ older: since, olderRoot: parseCheckpoint(parseNote(known.note).text).root, size: newest.size, root }, proof)) {
    throw new Fault('seal-record-differs', { params: { from: since + 1, to: newest.size }, tryNext: 'these events are not those that were sealed: run verify' });
  }
  return `old ${since}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${newest.note}`;
}

/** Fault `witness-differs`: the witness has a checkpoint of a size that none of ours has. */
async function exactly(seals: Seals, size: number): Promise<StoredCheckpoint> {
  const found = await seals.upTo(size);
  if (found?.size === size) return found;
  throw new Fault('witness-differs', { params: { size }, tryNext: 'the witness saw a checkpoint that is not on record here: run verify with it, and find out whether an old backup was restored' });
}
