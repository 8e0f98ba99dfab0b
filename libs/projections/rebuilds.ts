/** How far a build is. `heldBytes`: of folded rows in memory, as reckoned, while it folds. */
export interface RebuildProgress {
  readonly stage: 'fold' | 'copy' | 'index' | 'finish';
  readonly done: number;
  readonly total: number;
  readonly heldBytes?: number;
}

export type OnProgress = (progress: RebuildProgress) => void;

export interface Rebuilt {
  readonly events: number;
  readonly rows: number;
}

/** How far one set of tables is from another: rows that differ, are missing or too many, and a few of their keys. */
export interface Difference {
  readonly table: string;
  readonly rows: number;
  readonly keys: readonly string[];
}

/** A table compared with the one beside it. `live` is null when there is none: an older version of the read model had no such table. */
export interface TableComparison extends Difference {
  readonly live: number | null;
  readonly beside: number;
}

/** The live read model and the one built beside it, at one position of the record. Another version means other rows. */
export interface Comparison {
  readonly position: number;
  readonly versions: { readonly live: number; readonly beside: number };
  readonly tables: readonly TableComparison[];
}

/** The acts of a rebuild, by the name of a read model; `by` is who is told to have done them. Their faults are those of the adapter's functions. */
export interface Rebuilds {
  /** Builds it beside the live one and puts it in its place. */
  rebuild(readModel: string, by: string, onProgress: OnProgress): Promise<Rebuilt>;
  /** Builds it beside the live one, here and now. */
  beside(readModel: string, by: string, onProgress: OnProgress): Promise<Rebuilt>;
  /** Has it built beside the live one by the process that keeps the read models. */
  ask(readModel: string, by: string): Promise<void>;
  compare(readModel: string): Promise<Comparison>;
  /** Puts what was built beside in place; answers with the position, as `undo` does. */
  switch(readModel: string, by: string): Promise<number>;
  undo(readModel: string, by: string): Promise<number>;
  drop(readModel: string): Promise<void>;
}
