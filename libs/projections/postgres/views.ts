import type { Directory } from '#domain';
import type { CivilDate, Instant } from '#kernel';
import type { api } from '#wire';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Asker, CountedFigures, Doors, FoundEvents, HouseholdsAsked, HouseholdsFound, Positions, PostHolder, Read, RosterAsked, RosterFound, Scope, Views } from '../read-models.js';
import { type Area, areaOf, everywhereOr } from './queries/area.js';
import { findBoard } from './queries/board.js';
import { findFigures } from './queries/figures.js';
import { findIssue, findIssues } from './queries/issues.js';
import { findLedger, type Asking } from './queries/ledger.js';
import { findHouseholds } from './queries/households.js';
import { findCadreNames, findPosts } from './queries/people.js';
import type { Relations } from './queries/relations.js';
import { findRoster } from './queries/roster.js';
import { findTopics } from './queries/topics.js';
import { findTrail } from './queries/trail.js';
import { findUnits, type Tree, type TreeCache, unitsWithin } from './queries/tree.js';

const NO_DOORS: Doors = { communities: [], households: [] };

/** What questions are asked with, whatever moment they are about. */
export interface ViewParts {
  readonly db: Kysely<unknown>;
  readonly pool: pg.Pool;
  /** The present tree: units never move, so where a unit lies is the same at every moment. */
  readonly cache: TreeCache;
  /** Minutes east of UTC of the civil days that questions name. */
  readonly offsetMinutes: number;
}

/** Every question, of the rows that the relations name. What is handed out of the tables leaves here. */
export class PostgresViews implements Views {
  constructor(protected readonly parts: ViewParts, private readonly from: Relations) {}

  async ledger(query: api.LedgerQuery, scope: Scope, now: Instant, asker?: Asker): Promise<Read<api.LedgerPage>> {
    return await findLedger(this.parts.db, query, await this.asking(scope, query.unit, now, query.mine && asker));
  }

  async board(query: api.BoardQuery, scope: Scope, now: Instant, asker?: Asker): Promise<Read<api.BoardPage>> {
    return await findBoard(this.parts.db, this.parts.pool, query, await this.asking(scope, query.unit, now, query.mine && asker));
  }

  async issue(issueId: string, scope: Scope, now: Instant): Promise<{ readonly row: api.IssueRow; readonly path: readonly string[] } | undefined> {
    return await findIssue(this.parts.db, this.from, issueId, await this.area(scope), now);
  }

  async issues(issueIds: readonly string[], unit: string | undefined, scope: Scope, now: Instant): Promise<ReadonlyMap<string, api.IssueRow>> {
    return await findIssues(this.parts.db, issueIds, await this.asking(scope, unit, now));
  }

  async figures(query: api.FiguresQuery, scope: Scope, now: Instant): Promise<CountedFigures> {
    // A holder outside of what may be seen, or is asked about, would show figures of a place that the asker may not see.
    const shown = query.by === 'cadre' ? 'all' : unitsAsked(await this.parts.cache.tree(), scope, query.unit);
    return await findFigures(this.parts.db, query, await this.asking(scope, query.unit, now), shown);
  }

  units(): Promise<readonly api.UnitShape[]> {
    return findUnits(this.parts.db, this.from);
  }

  async cadres(scope: Scope, onDate: CivilDate): Promise<readonly PostHolder[]> {
    return await findPosts(this.parts.db, this.from, onDate, scope === 'everything' ? 'all' : { units: await this.within(scope) });
  }

  postsOf(cadre: string, onDate: CivilDate): Promise<readonly PostHolder[]> {
    return findPosts(this.parts.db, this.from, onDate, { cadre });
  }

  cadreNames(cadres: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return findCadreNames(this.parts.db, this.from, cadres);
  }

  async households(query: HouseholdsAsked, scope: Scope, beside: Doors = NO_DOORS): Promise<HouseholdsFound> {
    const tree = await this.parts.cache.tree();
    const doors = scope === 'everything' ? 'all' as const : { ...beside, communities: [...unitsWithin(tree, scope.within), ...beside.communities] };
    return await findHouseholds(this.parts.db, query, { from: this.from, scope, doors, units: query.unit === undefined ? 'all' : unitsWithin(tree, [query.unit]) });
  }

  async roster(query: RosterAsked, scope: Scope, onDate: CivilDate): Promise<RosterFound> {
    const tree = await this.parts.cache.tree();
    const [seen, units] = [unitsAsked(tree, scope), unitsAsked(tree, scope, query.unit)];
    return await findRoster(this.parts.db, query, onDate, { from: this.from, scope, seen, units });
  }

  async trail(query: api.TrailQuery, scope: Scope, between?: Positions): Promise<FoundEvents> {
    const place = await this.trailPlace(scope, query.unit);
    return await findTrail(this.parts.db, query, { from: this.from, scope, place, between, offsetMinutes: this.parts.offsetMinutes });
  }

  async topics(scope: Scope): Promise<readonly string[]> {
    return await findTopics(this.parts.db, this.from, await this.area(scope));
  }

  directory(): Promise<Directory> {
    return this.parts.cache.tree();
  }

  private async asking(scope: Scope, unit: string | undefined, now: Instant, asker?: Asker): Promise<Asking> {
    const mine = asker ? { ...asker, units: unitsWithin(await this.parts.cache.tree(), [asker.unit]) } : null;
    return { from: this.from, scope, area: await this.area(scope, unit), mine, now, offsetMinutes: this.parts.offsetMinutes };
  }

  protected async area(scope: Scope, unit?: string): Promise<Area> {
    // Whoever sees everything is asked about one unit or all: no tree is needed to say so.
    return scope === 'everything' ? everywhereOr(unit) : areaOf(await this.parts.cache.knowing([...scope.within, ...(unit === undefined ? [] : [unit])]), scope, unit);
  }

  /** Null for whoever sees the whole tree and asks about all of it. */
  private async trailPlace(scope: Scope, unit: string | undefined): Promise<{ area: Area; units: readonly string[] } | null> {
    const tree = await this.parts.cache.tree();
    const seen = scope === 'everything' ? tree.codes : unitsWithin(tree, scope.within);
    const whole = scope === 'everything' || (seen.length > 0 && seen.length === tree.codes.length);
    if (unit === undefined) return whole ? null : { area: await this.area(scope), units: seen };
    const below = new Set(unitsWithin(tree, [unit]));
    return { area: await this.area(scope, unit), units: seen.filter((code) => below.has(code)) };
  }

  private async within(scope: { readonly within: readonly string[] }): Promise<readonly string[]> {
    return unitsWithin(await this.parts.cache.tree(), scope.within);
  }
}

/** The units within the scope, of those within the one that is asked about. */
function unitsAsked(tree: Tree, scope: Scope, unit?: string): readonly string[] | 'all' {
  const seen = scope === 'everything' ? 'all' : unitsWithin(tree, scope.within);
  if (unit === undefined) return seen;
  const below = unitsWithin(tree, [unit]);
  if (seen === 'all') return below;
  const within = new Set(seen);
  return below.filter((code) => within.has(code));
}
