import { isWithin, type Directory, type UnitRef } from '#domain';
import type { api } from '#wire';
import { sql, type Kysely } from 'kysely';
import { SharedLook } from '../shared-look.js';
import { PRESENT, type Relations } from './relations.js';

export async function findUnits(db: Kysely<unknown>, { unit }: Relations): Promise<readonly api.UnitShape[]> {
  const { rows } = await sql<api.UnitShape>`select code, name, level, kind, parent from ${unit} u order by code`.execute(db);
  return rows;
}

/** The tree as a snapshot, with its codes. */
export interface Tree extends Directory {
  readonly codes: readonly string[];
}

/** Reads the tree again only when a unit has changed. */
export class TreeCache {
  private kept: { readonly position: number; readonly tree: Tree } | undefined;
  private readonly shared = new SharedLook<Tree>();

  constructor(private readonly db: Kysely<unknown>) {}

  tree(): Promise<Tree> {
    return this.shared.take(() => this.look());
  }

  /** A tree in which these units are known, one read before where it will do: a unit never moves, so what it says of them stays true. */
  async knowing(codes: readonly string[]): Promise<Tree> {
    const kept = this.kept?.tree;
    return kept && codes.every((code) => kept.unit(code) !== undefined) ? kept : await this.tree();
  }

  private async look(): Promise<Tree> {
    const { rows: [last] } = await sql<{ position: number }>`select coalesce(max(position), 0) as position from read.unit`.execute(this.db);
    if (this.kept?.position !== last!.position) this.kept = { position: last!.position, tree: treeOf(await findUnits(this.db, PRESENT)) };
    return this.kept.tree;
  }
}

function treeOf(units: readonly api.UnitShape[]): Tree {
  const byCode = new Map(units.map(({ code, level, kind, parent }): [string, UnitRef] => [code, Object.freeze({ code, level, kind, parent })]));
  return Object.freeze({ unit: (code: string) => byCode.get(code), codes: [...byCode.keys()] });
}

/** All units that are one of these or lie below one. */
export function unitsWithin(tree: Tree, outer: readonly string[]): readonly string[] {
  return tree.codes.filter((code) => outer.some((unit) => isWithin(tree, code, unit)));
}
