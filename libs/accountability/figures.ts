import type { api } from '#wire';

/** So many issues that are alike in all that figures ask about. */
export interface Tally {
  readonly answer: api.IssueRow['answer'];
  readonly inTime: boolean | null;
  readonly satisfied: boolean | null;
  readonly repeated: boolean;
  readonly returned: boolean;
  readonly escalated: boolean;
  readonly overdue: boolean;
  readonly n: number;
}

export type FigureValues = Omit<api.FigureRow, 'key' | 'name' | 'band'>;
export type Rate = FigureValues['resolved'];

/** What a ledger query must ask for, beside the period and whose issues they are, to list the issues behind a figure. */
export type Filters = Pick<api.LedgerQuery, 'answer' | 'inTime' | 'satisfied' | 'repeated' | 'returned' | 'escalated' | 'overdue'>;

/** Under this many cases a rate says little. */
export const SMALL_BASE = 10;

/** The ledger queries whose counts add up to each figure; a rate's are those of its count and of its base. */
export const BEHIND = {
  received: [{}],
  answered: [{ answer: 'resolution' }, { answer: 'explanation' }],
  answeredInTime: { count: [{ inTime: 'true' }], base: [{ inTime: 'true' }, { inTime: 'false' }] },
  resolved: { count: [{ answer: 'resolution' }], base: [{ answer: 'resolution' }, { answer: 'explanation' }] },
  satisfied: { count: [{ satisfied: 'true' }], base: [{ satisfied: 'true' }, { satisfied: 'false' }] },
  repeats: [{ repeated: 'true' }],
  returns: [{ returned: 'true' }],
  escalations: [{ escalated: 'true' }],
  openOverdue: [{ overdue: 'true' }],
} as const satisfies Record<keyof FigureValues, readonly Filters[] | { count: readonly Filters[]; base: readonly Filters[] }>;

/**
 * The figures of a set of issues. Every figure counts issues, not events: `repeats` are those brought again at least
 * once, and so `returns` and `escalations`. Answers that were measured against no deadline count neither for nor against.
 */
export function figuresOf(tallies: readonly Tally[]): FigureValues {
  const count = (queries: readonly Filters[]): number =>
    tallies.reduce((sum, tally) => (queries.some((filters) => matches(tally, filters)) ? sum + tally.n : sum), 0);
  const rate = (of: { readonly count: readonly Filters[]; readonly base: readonly Filters[] }): Rate => rateOf(count(of.count), count(of.base));
  return {
    received: count(BEHIND.received), answered: count(BEHIND.answered),
    answeredInTime: rate(BEHIND.answeredInTime), resolved: rate(BEHIND.resolved), satisfied: rate(BEHIND.satisfied),
    repeats: count(BEHIND.repeats), returns: count(BEHIND.returns), escalations: count(BEHIND.escalations), openOverdue: count(BEHIND.openOverdue),
  };
}

/** A rate with its raw counts; no base, no rate. */
export function rateOf(count: number, base: number): Rate {
  return { count, base, rate: base === 0 ? null : count / base, small: base < SMALL_BASE };
}

function matches(tally: Tally, filters: Filters): boolean {
  return Object.entries(filters).every(([filter, asked]) => String(tally[filter as keyof Filters]) === asked);
}
