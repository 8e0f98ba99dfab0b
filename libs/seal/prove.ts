import { Fault } from '#kernel';
import { parseCheckpoint } from './checkpoint.js';
import { Edge, leafOf } from './merkle.js';
import { parseNote } from './note.js';
import { isIncluded, Tree } from './proofs.js';
import type { WitnessParts } from './witness.js';

const PAGE = 500;

/**
 * That the event at a position is under the newest checkpoint, as tlog-proof (c2sp.org/tlog-proof) writes it: index, path,
 * checkpoint. Costs one read and one hash for each event behind the last checkpoint before the position.
 * Faults `not-sealed-yet`, `seal-record-differs`.
 */
export async function proveInclusion({ seals, store }: WitnessParts, position: number): Promise<string> {
  const { last } = await seals.state();
  if (!last || position > last.size) throw new Fault('not-sealed-yet', { params: { position, size: last?.size ?? 0 }, transient: true });
  const before = await seals.upTo(position - 1);
  const tree = new Tree(before && Edge.from(before.size, before.edge));
  let leaf: Buffer | undefined;
  while (tree.size < last.size) {
    const page = await store.readAll({ after: tree.size, limit: Math.min(PAGE, last.size - tree.size) });
    if (page.length === 0) break;
    for (const event of page) {
      if (event.position === position) leaf = leafOf(event.hash);
      tree.add(leafOf(event.hash));
    }
  }
  const { root } = parseCheckpoint(parseNote(last.note).text);
  const index = position - 1;
  const path = leaf && tree.size === last.size ? tree.inclusionProof(index) : [];
  if (!leaf || !isIncluded({ leaf, index, size: last.size, root }, path)) {
    throw new Fault('seal-record-differs', { params: { from: (before?.size ?? 0) + 1, to: last.size }, tryNext: 'these events are not those that were sealed: run verify' });
  }
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${last.note}`;
}
