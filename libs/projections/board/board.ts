import type { LedgerRow } from '../ledger/ledger.js';

/** Stands for every unit: the board of those who see everything. */
export const EVERYWHERE = '*';
/** Sorts behind every instant: the place of an issue that nothing is due for. */
export const NEVER_DUE = '~';

/**
 * The board is the open part of the ledger: an issue that was closed may be opened again, so the ledger's row is kept and
 * the board's entry comes and goes with it. One entry a unit that may see the issue, so that every unit's board is one
 * range of one index.
 */
export interface BoardEntry {
  readonly unit: string;
  readonly dueAt: string;
  readonly issueId: string;
  readonly stage: LedgerRow['stage'];
  readonly level: LedgerRow['level'];
}

/** `path` is the units above the issue's area and its holders, with these. An ended issue has no entry. */
export function boardEntries(row: LedgerRow | null, path: readonly string[]): readonly BoardEntry[] {
  if (!row || row.stage === 'ended') return [];
  const { issueId, stage, level } = row;
  return [EVERYWHERE, ...path].map((unit) => ({ unit, dueAt: row.dueAt ?? NEVER_DUE, issueId, stage, level }));
}

export type Facet = 'stage' | 'level' | 'supervised' | 'due';

/** The hour within which something falls due: late issues are counted by whole hours, and one by one in the current hour. */
export function hourOf(dueAt: string): string {
  return dueAt.slice(0, 13);
}

/** What an open issue adds one to, in the kept counts of each unit that may see it. */
export function countedUnder(row: LedgerRow): readonly (readonly [Facet, string])[] {
  return [
    ['stage', row.stage],
    ['level', row.level],
    ...(row.supervised ? [['supervised', 'true'] as const] : []),
    ...(row.dueAt === null ? [] : [['due', hourOf(row.dueAt)] as const]),
  ];
}
