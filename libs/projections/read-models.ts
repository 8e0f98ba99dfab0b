import type { Instant, Role } from '#kernel';
import type { Directory } from '#domain';
import type { api } from '#wire';

/** What a post may see: everything, or issues whose area, holder or co-responsible unit lies within one of these. */
export type Scope = 'everything' | { readonly within: readonly string[] };

/** Who asks, where a question is about what is theirs; without one, nothing is. */
export interface Asker {
  readonly cadre: string;
  readonly unit: string;
  readonly role: Role;
}

/** A board change as kept for listeners: rows with the unit codes above their area and holders, to filter by scope. */
export interface ScopedBoardChange {
  readonly position: number;
  readonly changed: readonly { readonly row: api.IssueRow; readonly open: boolean; readonly path: readonly string[] }[];
}

/** Positions of the record, both included. */
export interface Positions {
  readonly first: number;
  readonly last: number;
}

/** Where a search found events: the record tells what they are. `position`: how far it had read. */
export interface FoundEvents {
  readonly rows: readonly { readonly position: number; readonly issueId: string | null; readonly number: string | null }[];
  readonly next: string | null;
  readonly position: number;
}

export interface PostHolder {
  readonly cadre: string;
  readonly name: string;
  readonly post: string;
  readonly unit: string;
  readonly unitName: string;
  readonly level: api.UnitShape['level'];
  readonly role: api.RoleName;
}

/** Figures as they are counted; which band they fall into, the rulebook says. */
export interface CountedFigures extends Omit<api.Figures, 'rows' | 'total' | 'scoring' | 'asOf'> {
  readonly rows: readonly Omit<api.FigureRow, 'band'>[];
  readonly total: Omit<api.FigureRow, 'band'>;
}

/** A page as read; whoever named the moment says which one it was. */
export type Read<Page> = Omit<Page, 'asOf'>;

/** A past moment: where the record was, and what is late by then. */
export type Moment = NonNullable<api.AsOfShape>;

export interface ChangedIssues {
  readonly issueIds: readonly string[];
  readonly next: string | null;
}

/** Households by the very unit they lie in, and by their codes. */
export interface Doors {
  readonly communities: readonly string[];
  readonly households: readonly string[];
}

/** Which households are asked for: without a limit, all of them. */
export type HouseholdsAsked = Pick<api.HouseholdsQuery, 'q' | 'unit' | 'cursor' | 'limit'>;
export interface HouseholdsFound {
  readonly rows: (api.HouseholdShape & { readonly careGroups: readonly string[] })[];
  readonly next: string | null;
}

/** Which links are asked for: without a limit, all of them. */
export type RosterAsked = Pick<api.RosterQuery, 'unit' | 'cadre' | 'kind' | 'target' | 'cursor' | 'limit'>;
export type RosterFound = Pick<api.RosterPage, 'next'> & { readonly rows: api.RosterShape[] };

/**
 * What can be asked of the rows as they stand at one moment: all of them, names too. Personal texts (titles, names, addresses) are as
 * on record, sealed, so `q` finds numbers of issues and codes of households alone: `readableModels` of libs/application reads them. `now` decides what is overdue.
 * A cursor that was not issued by the same query, as of the same position, is a Fault `bad-cursor`.
 */
export interface Views {
  ledger(query: api.LedgerQuery, scope: Scope, now: Instant, asker?: Asker): Promise<Read<api.LedgerPage>>;
  board(query: api.BoardQuery, scope: Scope, now: Instant, asker?: Asker): Promise<Read<api.BoardPage>>;
  /** The row with its path, or undefined: unknown, or outside the scope. */
  issue(issueId: string, scope: Scope, now: Instant): Promise<{ readonly row: api.IssueRow; readonly path: readonly string[] } | undefined>;
  /** Those of these issues that lie within the unit, if one is named, and the scope, by id. */
  issues(issueIds: readonly string[], unit: string | undefined, scope: Scope, now: Instant): Promise<ReadonlyMap<string, api.IssueRow>>;
  figures(query: api.FiguresQuery, scope: Scope, now: Instant): Promise<CountedFigures>;
  units(): Promise<readonly api.UnitShape[]>;
  /** Who holds posts on this day, within the scope. */
  cadres(scope: Scope, onDate: string): Promise<readonly PostHolder[]>;
  /** All posts of one cadre that last on this day. */
  postsOf(cadre: string, onDate: string): Promise<readonly PostHolder[]>;
  cadreNames(cadres: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those within the scope, and those that are named beside it, by their codes. */
  households(query: HouseholdsAsked, scope: Scope, beside?: Doors): Promise<HouseholdsFound>;
  /** The links of the roster that last on this day, within the scope. */
  roster(query: RosterAsked, scope: Scope, onDate: string): Promise<RosterFound>;
  /** Events by who, what, when and where, a page at a time. `between`: none outside of these positions. Its `command` is for the caller to turn into those. */
  trail(query: api.TrailQuery, scope: Scope, between?: Positions): Promise<FoundEvents>;
  /** Every topic that an issue within the scope has now, in order. */
  topics(scope: Scope): Promise<readonly string[]>;
  /** The present tree as an immutable snapshot, kept until a unit changes. Units never move: where they lie is the same as of every moment. */
  directory(): Promise<Directory>;
}

/** Where the read models stand together. */
export interface Standing {
  /** The least checkpoint of those that go on; of all, when none does. */
  readonly position: number;
  /** The least checkpoint of those that a poison event stopped; they come no further. */
  readonly stoppedAt: number | null;
  /** Whether one of them is of another version than this product's, so that its tables are others until its rebuild has gone through. */
  readonly ofOtherVersion: boolean;
}

/** The query side: views of the present, and of any past moment. */
export interface ReadModels extends Views {
  /** The rows as they stood at a position, which must be one that every read model has reached and where a command's events ended. */
  asOf(position: number): Views;
  /** Issues of which anything came between two such moments, or a deadline passed, of those in the scope at either; a page at a time, newest first. */
  changedBetween(from: Moment, to: Moment, query: { readonly unit?: string | undefined; readonly cursor?: string | undefined; readonly limit?: number | undefined }, scope: Scope): Promise<ChangedIssues>;
  /** The first position of what was recorded later than an instant; null when there is none up to `readTo`. */
  recordedAfter(instant: Instant): Promise<{ readonly position: number | null; readonly readTo: number }>;
  /** Changes of issue rows behind a position, coalesced a row each; empty when there are none. */
  boardChanges(after: number, now: Instant): Promise<ScopedBoardChange>;
  /** Where the read models stand together: every question asked from now on shows at least this. */
  position(): Promise<number>;
  standing(): Promise<Standing>;
  /** Resolves true once every read model has reached the position, false after the time-out. */
  waitFor(position: number, timeoutMs: number): Promise<boolean>;
  /** Calls back whenever read models may have moved, also for nothing; returns a function that stops it. */
  onAdvance(listener: () => void): () => void;
}
