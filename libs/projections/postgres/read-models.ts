import type { Directory } from '#domain';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { CivilDate, Instant } from '#kernel';
import type { api } from '#wire';
import type { CountedFigures, FoundEvents, Positions, PostHolder, ReadModels, Scope, ScopedBoardChange } from '../read-models.js';
import { Advance, readStanding, type Standing } from './advance.js';
import { type Area, areaOf, everywhereOr } from './queries/area.js';
import { findBoard } from './queries/board.js';
import { findFigures } from './queries/figures.js';
import { findChanges, findIssue } from './queries/issues.js';
import { findLedger, type Asking } from './queries/ledger.js';
import { findCadreNames, findHouseholds, findPosts, type HouseholdShape } from './queries/people.js';
import { findTopics } from './queries/topics.js';
import { findTrail } from './queries/trail.js';
import { findUnits, TreeCache, unitsWithin } from './queries/tree.js';
import { SharedLook, SharedLooks } from './shared-look.js';

export interface ReadModelOptions {
  /** Minutes east of UTC of the civil days that questions name; mainland China's when not given. */
  readonly offsetMinutes?: number;
  /** How often one who waits looks by itself. */
  readonly pollMs?: number;
}

const CHINA_OFFSET_MINUTES = 480;

/** The query side on the schema that `prepareReadModels` made. `close` leaves the pool open. */
export class PostgresReadModels implements ReadModels {
  private readonly db: Kysely<unknown>;
  private readonly cache: TreeCache;
  private readonly advance: Advance;
  /** However many wait or listen, a notice is followed by one question. */
  private readonly standing = new SharedLook<Standing>();
  /** Whoever looks at a board asks again when it moves, all at once. */
  private readonly boards = new SharedLooks<api.BoardPage>();
  private readonly offsetMinutes: number;

  constructor(private readonly pool: pg.Pool, options: ReadModelOptions = {}) {
    this.db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    this.cache = new TreeCache(this.db);
    this.advance = new Advance(pool.options, { pollMs: options.pollMs ?? 500, reconnectMs: 500 });
    this.offsetMinutes = options.offsetMinutes ?? CHINA_OFFSET_MINUTES;
  }

  async ledger(query: api.LedgerQuery, scope: Scope, now: Instant): Promise<api.LedgerPage> {
    return await findLedger(this.db, query, await this.asking(scope, query.unit, now));
  }

  async board(query: api.BoardQuery, scope: Scope, now: Instant): Promise<api.BoardPage> {
    const question = JSON.stringify([query, scope]);
    return await this.boards.take(question, async () => await findBoard(this.db, this.pool, query, await this.asking(scope, query.unit, now)));
  }

  boardChanges(after: number, now: Instant): Promise<ScopedBoardChange> {
    return findChanges(this.db, after, now);
  }

  async issue(issueId: string, scope: Scope, now: Instant): Promise<{ readonly row: api.IssueRow; readonly path: readonly string[] } | undefined> {
    return await findIssue(this.db, issueId, await this.area(scope), now);
  }

  async figures(query: api.FiguresQuery, scope: Scope, now: Instant): Promise<CountedFigures> {
    const tree = await this.cache.tree();
    // A holder outside of what is asked about would show figures of a place that the asker may not see.
    const within = query.unit !== undefined ? [query.unit] : scope === 'everything' ? undefined : scope.within;
    const shown = query.by === 'cadre' || within === undefined ? 'all' : unitsWithin(tree, within);
    return await findFigures(this.db, query, await this.asking(scope, query.unit, now), shown);
  }

  units(): Promise<readonly api.UnitShape[]> {
    return findUnits(this.db);
  }

  directory(): Promise<Directory> {
    return this.cache.tree();
  }

  async cadres(scope: Scope, onDate: CivilDate): Promise<readonly PostHolder[]> {
    return await findPosts(this.db, onDate, scope === 'everything' ? 'all' : { units: await this.within(scope) });
  }

  postsOf(cadre: string, onDate: CivilDate): Promise<readonly PostHolder[]> {
    return findPosts(this.db, onDate, { cadre });
  }

  cadreNames(cadres: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return findCadreNames(this.db, cadres);
  }

  async households(scope: Scope): Promise<readonly HouseholdShape[]> {
    return await findHouseholds(this.db, scope === 'everything' ? 'all' : await this.within(scope));
  }

  async trail(query: api.TrailQuery, scope: Scope, between?: Positions): Promise<FoundEvents> {
    const place = await this.trailPlace(scope, query.unit);
    return await findTrail(this.db, query, { scope, place, between, offsetMinutes: this.offsetMinutes });
  }

  async topics(scope: Scope): Promise<readonly string[]> {
    return await findTopics(this.db, await this.area(scope));
  }

  async position(): Promise<number> {
    return (await this.standing.take(() => readStanding(this.pool))).position;
  }

  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    const reached = await this.advance.until(async () => {
      const standing = await this.standing.take(() => readStanding(this.pool));
      // A read model that has stopped before it never gets there.
      if (standing.stoppedAt !== null && standing.stoppedAt < position) return false;
      return standing.position >= position ? true : undefined;
    }, timeoutMs);
    return reached ?? false;
  }

  onAdvance(listener: (position: number) => void): () => void {
    let told = -1;
    return this.advance.hear(() => {
      this.standing.take(() => readStanding(this.pool)).then(({ position }) => {
        if (position <= told) return;
        told = position;
        listener(position);
      }, () => undefined);
    });
  }

  /** Stops listening; calls of `waitFor` end with false. */
  async close(): Promise<void> {
    await this.advance.close();
  }

  private async asking(scope: Scope, unit: string | undefined, now: Instant): Promise<Asking> {
    return { scope, area: await this.area(scope, unit), now, offsetMinutes: this.offsetMinutes };
  }

  private async area(scope: Scope, unit?: string): Promise<Area> {
    // Whoever sees everything is asked about one unit or all: no tree is needed to say so.
    return scope === 'everything' ? everywhereOr(unit) : areaOf(await this.cache.knowing([...scope.within, ...(unit === undefined ? [] : [unit])]), scope, unit);
  }

  /** Null for whoever sees the whole tree and asks about all of it. */
  private async trailPlace(scope: Scope, unit: string | undefined): Promise<{ area: Area; units: readonly string[] } | null> {
    const tree = await this.cache.tree();
    const seen = scope === 'everything' ? tree.codes : unitsWithin(tree, scope.within);
    const whole = scope === 'everything' || (seen.length > 0 && seen.length === tree.codes.length);
    if (unit === undefined) return whole ? null : { area: await this.area(scope), units: seen };
    const below = new Set(unitsWithin(tree, [unit]));
    return { area: await this.area(scope, unit), units: seen.filter((code) => below.has(code)) };
  }

  private async within(scope: { readonly within: readonly string[] }): Promise<readonly string[]> {
    return unitsWithin(await this.cache.tree(), scope.within);
  }
}
