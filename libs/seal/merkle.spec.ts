import fc from 'fast-check';
import { Edge, leafHash, leafOf } from './merkle.js';
import { isExtension, isIncluded, Tree } from './proofs.js';

/** The eight leaves and the roots of certificate-transparency's own tests of RFC 6962. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const [A, B, C, D, E] = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
];
const F = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const hexes = (hashes: readonly Buffer[]): string[] => hashes.map((each) => each.toString('hex'));

function treeOf(leaves: readonly Buffer[], base = 0): Tree {
  const edge = Edge.empty();
  for (const leaf of leaves.slice(0, base)) edge.push(leaf);
  const tree = new Tree(edge);
  for (const leaf of leaves.slice(base)) tree.add(leaf);
  return tree;
}

const vector = (size: number): Tree => treeOf(LEAVES.slice(0, size).map((leaf) => leafHash(bytes(leaf))));

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))('of %i leaves has the known root', (size, root) => {
    const edge = Edge.empty();
    for (const leaf of LEAVES.slice(0, size)) edge.push(leafHash(bytes(leaf)));
    expect(edge.root().toString('hex')).toBe(root);
    expect(vector(size).root().toString('hex')).toBe(root);
  });

  it.each([
    [0, 8, [A, B, C]], [5, 8, [D, E, ROOTS[4]!]], [2, 3, [ROOTS[2]!]], [1, 5, [ROOTS[1]!, B, D]], [0, 1, []],
  ])('proves leaf %i of %i by the known path', (index, size, path) => {
    expect(hexes(vector(size).inclusionProof(index))).toEqual(path);
    expect(isIncluded({ leaf: leafHash(bytes(LEAVES[index]!)), index, size, root: bytes(ROOTS[size]!) }, path.map(bytes))).toBe(true);
  });

  it.each([
    [1, 1, []], [1, 8, [A, B, C]], [6, 8, [F, E, ROOTS[4]!]], [2, 5, [B, D]],
  ])('proves that %i leaves are the beginning of %i by the known path', (older, size, path) => {
    expect(hexes(vector(size).consistencyProof(older))).toEqual(path);
    expect(isExtension({ older, olderRoot: bytes(ROOTS[older]!), size, root: bytes(ROOTS[size]!) }, path.map(bytes))).toBe(true);
  });

  it('takes an event by its chain hash', () => {
    expect(leafOf(ROOTS[1]!)).toEqual(leafHash(bytes(ROOTS[1]!)));
  });
});

describe('proofs of any tree', () => {
  const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((each) => Buffer.from(each));
  const leaves = fc.array(leaf, { minLength: 1, maxLength: 70 });
  /** Leaves, a size within them, and how many of them are known by the edge alone. */
  const cut = leaves.chain((all) => fc.record({ all: fc.constant(all), older: fc.nat(all.length), base: fc.nat(all.length), index: fc.nat(all.length - 1) }));

  it('hold from wherever the leaves are known, and the root is the edge\'s', () => {
    fc.assert(fc.property(cut, ({ all, older, base, index }) => {
      const tree = treeOf(all);
      const size = all.length;
      const root = tree.root();
      const olderRoot = treeOf(all.slice(0, older)).root();
      expect(treeOf(all, base).root()).toEqual(root);
      expect(treeOf(all, size).root()).toEqual(root);
      expect(isIncluded({ leaf: all[index]!, index, size, root }, tree.inclusionProof(index))).toBe(true);
      if (index >= base) expect(treeOf(all, base).inclusionProof(index)).toEqual(tree.inclusionProof(index));
      expect(isExtension({ older, olderRoot, size, root }, tree.consistencyProof(older))).toBe(true);
      if (older >= base) expect(treeOf(all, base).consistencyProof(older)).toEqual(tree.consistencyProof(older));
    }));
  });

  it('do not hold for another leaf, place, size, root or path', () => {
    fc.assert(fc.property(cut, leaf, ({ all, index }, other) => {
      const tree = treeOf(all);
      const proof = tree.inclusionProof(index);
      const claim = { leaf: all[index]!, index, size: all.length, root: tree.root() };
      fc.pre(!all.some((each) => each.equals(other)));
      expect(isIncluded({ ...claim, leaf: other }, proof)).toBe(false);
      expect(isIncluded({ ...claim, root: other }, proof)).toBe(false);
      expect(isIncluded({ ...claim, index: all.length }, proof)).toBe(false);
      expect(isIncluded(claim, [...proof, other])).toBe(false);
      expect(isIncluded(claim, [other, ...proof.slice(1)])).toBe(false);
      if (proof.length > 0) expect(isIncluded(claim, proof.slice(1))).toBe(false);
    }));
  });

  it('do not hold for a tree whose beginning was changed', () => {
    fc.assert(fc.property(cut, leaf, ({ all, older, index }, other) => {
      fc.pre(index < older && !all[index]!.equals(other));
      const changed = all.map((each, place) => (place === index ? other : each));
      const claim = { older, olderRoot: treeOf(all.slice(0, older)).root(), size: all.length, root: treeOf(changed).root() };
      expect(isExtension(claim, treeOf(changed).consistencyProof(older))).toBe(false);
      expect(isExtension(claim, treeOf(all).consistencyProof(older))).toBe(false);
      expect(isExtension({ ...claim, root: treeOf(all).root() }, [...treeOf(all).consistencyProof(older), other])).toBe(false);
    }));
  });

  it('cannot be had of what is not known', () => {
    expect(() => treeOf(Array.from({ length: 8 }, () => Buffer.alloc(32)), 6).inclusionProof(1)).toThrow(RangeError);
    expect(() => Edge.from(3, Buffer.alloc(32))).toThrow(RangeError);
  });

  it('go on from an edge that was kept', () => {
    fc.assert(fc.property(cut, ({ all, base }) => {
      const first = Edge.empty();
      for (const each of all.slice(0, base)) first.push(each);
      const second = Edge.from(base, first.bytes);
      for (const each of all.slice(base)) second.push(each);
      expect(second.root()).toEqual(treeOf(all).root());
    }));
  });
});
