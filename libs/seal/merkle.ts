import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 (RFC 9162, section 2.1) over the global order of events.
 *
 *   leaf(p) = SHA-256( 00 ‖ chain hash of the event at position p )       the leaf's index is p - 1
 *   node    = SHA-256( 01 ‖ left ‖ right )                                the tree of no leaves is SHA-256 of nothing
 *
 * The chain hash covers stream, revision, id, type, meta and data, byte for byte, and everything before it in its stream;
 * the place in the tree covers the position.
 */
export function leafOf(chainHash: string): Buffer {
  const isWhole = chainHash.length === 2 * HASH_BYTES && leafScratch.write(chainHash, LEAF.length, 'hex') === HASH_BYTES;
  return hash('sha256', isWhole ? leafScratch : Buffer.from(`00${chainHash}`, 'hex'), 'buffer');
}

/** SHA-256 of a leaf's bytes, whatever they are: the general form of `leafOf`. */
export function leafHash(data: Buffer): Buffer {
  return hash('sha256', Buffer.concat([LEAF, data]), 'buffer');
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  const areWhole = left.copy(nodeScratch, NODE.length) === HASH_BYTES && right.copy(nodeScratch, NODE.length + HASH_BYTES) === HASH_BYTES && right.length === HASH_BYTES;
  return hash('sha256', areWhole ? nodeScratch : Buffer.concat([NODE, left, right], 1 + 2 * HASH_BYTES), 'buffer');
}

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
/** Where a leaf's and a node's bytes are put together: they are hashed before the next one's are. */
const leafScratch = Buffer.concat([LEAF, Buffer.alloc(HASH_BYTES)]);
const nodeScratch = Buffer.concat([NODE, Buffer.alloc(2 * HASH_BYTES)]);

/**
 * The right edge of a tree: the roots of its whole subtrees, the largest first. At most 53 hashes, one for each 1 in the
 * binary form of the size; enough to go on adding leaves and to tell the root at any time.
 */
export class Edge {
  private constructor(private count: number, private readonly peaks: Buffer[]) {}

  static empty(): Edge {
    return new Edge(0, []);
  }

  /** That of a tree of this size, as `bytes` gave it. RangeError when the number of hashes does not fit the size. */
  static from(size: number, bytes: Buffer): Edge {
    const peaks = Array.from({ length: bytes.length / HASH_BYTES }, (_, index) => bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
    if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== HASH_BYTES * peakSizes(size).length) throw new RangeError(`${bytes.length} bytes are no edge of a tree of ${size}`);
    return new Edge(size, peaks);
  }

  get size(): number {
    return this.count;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.peaks);
  }

  /** Adds a leaf's hash. */
  push(leaf: Buffer): void {
    let whole = leaf;
    for (let left = this.count; left % 2 === 1; left = (left - 1) / 2) whole = nodeHash(this.peaks.pop()!, whole);
    this.peaks.push(whole);
    this.count += 1;
  }

  root(): Buffer {
    return this.count === 0 ? hash('sha256', '', 'buffer') : this.peaks.reduceRight((right, left) => nodeHash(left, right));
  }

  /** The root of the whole subtree of the leaves from `from` to before `to`, when it is one of the edge's. */
  peak(from: number, to: number): Buffer | undefined {
    let begin = 0;
    for (const [index, size] of peakSizes(this.count).entries()) {
      if (begin === from && begin + size === to) return this.peaks[index];
      begin += size;
    }
    return undefined;
  }

  copy(): Edge {
    return new Edge(this.count, [...this.peaks]);
  }
}

/** Sizes of the whole subtrees of a tree, the largest first. */
function peakSizes(size: number): readonly number[] {
  return [...size.toString(2)].flatMap((digit, index, digits) => (digit === '1' ? [2 ** (digits.length - 1 - index)] : []));
}
