import type { Part } from './backup-file.js';

/** A master key that a backup needs, and how many keys of persons it opens there. */
export interface NeededKey {
  /** Null: wrapped before master keys had ids. */
  readonly id: string | null;
  readonly keys: number;
}

/** Counts, as a backup goes by, what its texts about people can be opened with: the keys themselves are kept apart from it. */
export class MasterKeysNeeded {
  private readonly counts = new Map<string | null, number>();

  take(part: Part): void {
    if (!('table' in part)) return;
    const opened = { 'privacy.installation': 0, 'privacy.person_key': 1 }[part.table];
    if (opened === undefined) return;
    for (const row of part.rows) {
      const { wrapped, master } = row as { readonly wrapped?: string | null; readonly master?: string | null };
      // A key that was destroyed is opened by none.
      if (wrapped !== null) this.counts.set(master ?? null, (this.counts.get(master ?? null) ?? 0) + opened);
    }
  }

  get all(): readonly NeededKey[] {
    return [...this.counts].map(([id, keys]) => ({ id, keys }));
  }
}
