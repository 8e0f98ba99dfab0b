import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Instant } from '#kernel';
import type { api } from '#wire';
import type { Asker, ChangedIssues, Moment, Read, ReadModels, Scope, ScopedBoardChange, Standing, Views } from '../read-models.js';
import { Advance, readStanding } from './advance.js';
import { findChanged } from './queries/changed.js';
import { findChanges } from './queries/issues.js';
import { findRecordedAfter } from './queries/moment.js';
import { PRESENT, relationsAt } from './queries/relations.js';
import { TreeCache } from './queries/tree.js';
import { SharedLook, SharedLooks } from './shared-look.js';
import { PostgresViews } from './views.js';

export interface ReadModelOptions {
  /** Minutes east of UTC of the civil days that questions name; mainland China's when not given. */
  readonly offsetMinutes?: number;
  /** How often one who waits looks by itself. */
  readonly pollMs?: number;
}

const CHINA_OFFSET_MINUTES = 480;

/** The query side on the schema that `prepareReadModels` made. `close` leaves the pool open. */
export class PostgresReadModels extends PostgresViews implements ReadModels {
  private readonly advance: Advance;
  /** However many wait, a notice is followed by one question. */
  private readonly look = new SharedLook<Standing>();
  /** Whoever looks at a board asks again when it moves, all at once. */
  private readonly boards = new SharedLooks<Read<api.BoardPage>>();

  constructor(pool: pg.Pool, options: ReadModelOptions = {}) {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    super({ db, pool, cache: new TreeCache(db), offsetMinutes: options.offsetMinutes ?? CHINA_OFFSET_MINUTES }, PRESENT);
    this.advance = new Advance(pool.options, { pollMs: options.pollMs ?? 500, reconnectMs: 500 });
  }

  override async board(query: api.BoardQuery, scope: Scope, now: Instant, asker?: Asker): Promise<Read<api.BoardPage>> {
    return await this.boards.take(JSON.stringify([query, scope, query.mine && asker]), () => super.board(query, scope, now, asker));
  }

  asOf(position: number): Views {
    return new PostgresViews(this.parts, relationsAt(position));
  }

  async changedBetween(from: Moment, to: Moment, query: { readonly unit?: string | undefined; readonly cursor?: string | undefined; readonly limit?: number | undefined }, scope: Scope): Promise<ChangedIssues> {
    const { unit, ...page } = query;
    return await findChanged(this.parts.db, page, { from, to, scope, area: await this.area(scope, unit) });
  }

  recordedAfter(instant: Instant): Promise<{ readonly position: number | null; readonly readTo: number }> {
    return findRecordedAfter(this.parts.db, instant);
  }

  boardChanges(after: number, now: Instant): Promise<ScopedBoardChange> {
    return findChanges(this.parts, after, now);
  }

  async position(): Promise<number> {
    return (await this.standing()).position;
  }

  standing(): Promise<Standing> {
    return this.look.take(() => readStanding(this.parts.pool));
  }

  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    const reached = await this.advance.until(async () => {
      const standing = await this.standing();
      // A read model that has stopped before it never gets there.
      if (standing.stoppedAt !== null && standing.stoppedAt < position) return false;
      return standing.position >= position ? true : undefined;
    }, timeoutMs);
    return reached ?? false;
  }

  onAdvance(listener: () => void): () => void {
    return this.advance.hear(listener);
  }

  /** Stops listening; calls of `waitFor` end with false. */
  async close(): Promise<void> {
    await this.advance.close();
  }
}
