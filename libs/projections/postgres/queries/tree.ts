import { isWithin, type Directory, type UnitRef } from '#domain';
import type { api } from '#wire';
import { sql, type Kysely } from 'kysely';

export async function findUnits(db: Kysely<unknown>): Promise<readonly api.UnitShape[]> {
  const { rows } = await sql<api.UnitShape>`select code, name, level, kind, parent from read.unit order by code`.execute(db);
  return rows;
}

/** The tree as a snapshot, with its codes. */
export interface Tree extends Directory {
  readonly codes: readonly string[];
}

/**
 * Reads the tree again only when a unit has changed. Each answer is of a look that began after the question; those who ask
 * while one is under way share the next.
 */
export class TreeCache {
  private kept: { readonly position: number; readonly tree: Tree } | undefined;
  private looking: Promise<Tree> | undefined;
  private following: Promise<Tree> | undefined;

  constructor(private readonly db: Kysely<unknown>) {}

  tree(): Promise<Tree> {
    if (this.looking === undefined) return this.begin();
    const next = (): Promise<Tree> => {
      this.following = undefined;
      return this.begin();
    };
    this.following ??= this.looking.then(next, next);
    return this.following;
  }

  private begin(): Promise<Tree> {
    this.looking = this.look().finally(() => { this.looking = undefined; });
    return this.looking;
  }

  private async look(): Promise<Tree> {
    const { rows: [last] } = await sql<{ position: number }>`select coalesce(max(position), 0) as position from read.unit`.execute(this.db);
    if (this.kept?.position !== last!.position) this.kept = { position: last!.position, tree: treeOf(await findUnits(this.db)) };
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
