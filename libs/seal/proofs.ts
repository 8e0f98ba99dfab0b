import { Edge, nodeHash } from './merkle.js';

/**
 * A tree of which the leaves behind a size are known, and of what lies before it the right edge alone. It proves what
 * concerns the known leaves and that edge; the cost is one hash a known leaf. With an empty edge it proves everything.
 */
export class Tree {
  private readonly leaves: Buffer[] = [];

  constructor(private readonly base: Edge = Edge.empty()) {}

  get size(): number {
    return this.base.size + this.leaves.length;
  }

  add(leaf: Buffer): void {
    this.leaves.push(leaf);
  }

  /** RFC 9162, 2.1.3.1: the siblings on the way from the leaf to the root, the lowest first. */
  inclusionProof(index: number): readonly Buffer[] {
    if (!(index >= 0 && index < this.size)) throw new RangeError(`no leaf ${index} in a tree of ${this.size}`);
    const path = (from: number, to: number): Buffer[] => {
      if (to - from === 1) return [];
      const middle = from + split(to - from);
      return index < middle ? [...path(from, middle), this.rangeRoot(middle, to)] : [...path(middle, to), this.rangeRoot(from, middle)];
    };
    return path(0, this.size);
  }

  /** RFC 9162, 2.1.4.1: that the tree of the first `older` leaves is the beginning of this one. */
  consistencyProof(older: number): readonly Buffer[] {
    if (!(older >= 0 && older <= this.size)) throw new RangeError(`a tree of ${this.size} does not begin with ${older} leaves`);
    if (older === 0 || older === this.size) return [];
    const path = (from: number, to: number, known: boolean): Buffer[] => {
      if (to === older) return known ? [] : [this.rangeRoot(from, to)];
      const middle = from + split(to - from);
      return older <= middle ? [...path(from, middle, known), this.rangeRoot(middle, to)] : [...path(middle, to, false), this.rangeRoot(from, middle)];
    };
    return path(0, this.size, true);
  }

  root(): Buffer {
    return this.size === 0 ? this.base.root() : this.rangeRoot(0, this.size);
  }

  private rangeRoot(from: number, to: number): Buffer {
    const whole = to <= this.base.size ? this.base.peak(from, to) : undefined;
    if (whole) return whole;
    if (to - from === 1) {
      const leaf = this.leaves[from - this.base.size];
      if (!leaf) throw new RangeError(`leaf ${from} lies before what is known`);
      return leaf;
    }
    const middle = from + split(to - from);
    return nodeHash(this.rangeRoot(from, middle), this.rangeRoot(middle, to));
  }
}

/** The largest power of two below the number. */
function split(leaves: number): number {
  let half = 1;
  while (half * 2 < leaves) half *= 2;
  return half;
}

export interface Included {
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
}

/** RFC 9162, 2.1.3.2. */
export function isIncluded({ leaf, index, size, root }: Included, proof: readonly Buffer[]): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [node, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node > 0) [node, last] = [node / 2, half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(root);
}

export interface Extension {
  readonly older: number;
  readonly olderRoot: Buffer;
  readonly size: number;
  readonly root: Buffer;
}

/** RFC 9162, 2.1.4.2; every tree extends the one of no leaves. */
export function isExtension({ older, olderRoot, size, root }: Extension, proof: readonly Buffer[]): boolean {
  if (!(older >= 0 && older <= size)) return false;
  if (older === size) return proof.length === 0 && olderRoot.equals(root);
  if (older === 0) return proof.length === 0 && olderRoot.equals(Edge.empty().root());
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : proof;
  let [node, last] = [older - 1, size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const [first, ...rest] = path;
  if (!first) return false;
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)];
      while (!isOdd(node) && node > 0) [node, last] = [node / 2, half(last)];
    } else {
      after = nodeHash(after, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && before.equals(olderRoot) && after.equals(root);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

/** Shifts would cut numbers to 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
