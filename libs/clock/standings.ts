import { migrate, withTransaction, type Migrations } from '#database';
import type { Standing, StandstillCause } from '#wire/clock';
import { sql } from 'kysely';
import type pg from 'pg';

/** How an issue stands in the record, and what Temporal was last told: -1 when it has no workflow to be told anything. */
export interface StandingRow {
  readonly standing: Standing;
  readonly signalledRevision: number;
}

const MIGRATIONS: Migrations = {
  '001-standing': {
    up: async (db) => {
      await sql`create table clock.standing (
        issue_id text primary key, revision integer not null, ended boolean not null, standing jsonb not null,
        signalled_revision integer not null default -1)`.execute(db);
      // What ended without ever having had a workflow (an imported, finished matter) needs none.
      await sql`create index standing_unsent on clock.standing (issue_id)
        where signalled_revision < revision and (not ended or signalled_revision >= 0)`.execute(db);
      await sql`create index standing_open on clock.standing (issue_id) where not ended`.execute(db);
      await sql`create table clock.checkpoint (id boolean primary key default true check (id), position bigint not null)`.execute(db);
      await sql`insert into clock.checkpoint (position) values (0)`.execute(db);
    },
  },
  '002-epoch': {
    up: async (db) => { await sql`alter table clock.checkpoint add column declared integer not null default 1, add column epoch integer not null default 1`.execute(db); },
  },
  '003-standstill': {
    up: async (db) => { await sql`alter table clock.checkpoint add column standstill text`.execute(db); },
  },
};

const PAGE = 1_000;

/** The keeper's own table: one row an issue, written together with the checkpoint. It can be dropped: the log rebuilds it. */
export class Standings {
  constructor(private readonly pool: pg.Pool) {}

  async migrate(): Promise<void> {
    await migrate(this.pool, 'clock', MIGRATIONS);
  }

  /** Position of the last event that the table knows. */
  async checkpoint(): Promise<number> {
    const { rows } = await this.pool.query<{ position: number }>('select position from clock.checkpoint');
    return rows[0]!.position;
  }

  /** The newest epoch that the log declares up to the checkpoint, when its workflows were not begun anew yet. */
  async epochToTakeUp(): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ declared: number }>('select declared from clock.checkpoint where declared > epoch');
    return rows[0]?.declared;
  }

  async takeUp(epoch: number): Promise<void> {
    await this.pool.query('update clock.checkpoint set epoch = $1 where epoch < $1', [epoch]);
  }

  /** For processes that run no clock: why it stands still, as the last comparison found; null while it goes. */
  async noteStandstill(cause: StandstillCause | null): Promise<void> {
    await this.pool.query('update clock.checkpoint set standstill = $1 where standstill is distinct from $1', [cause]);
  }

  /** What was noted last. */
  async standstill(): Promise<StandstillCause | null> {
    const { rows } = await this.pool.query<{ standstill: StandstillCause | null }>('select standstill from clock.checkpoint');
    return rows[0]!.standstill;
  }

  /** Moves from one checkpoint to the next; `declared`: the newest epoch on the way. False, and nothing written, when somebody else has moved it already. */
  async advance(from: number, to: number, standings: readonly Standing[], declared = 1): Promise<boolean> {
    return withTransaction(this.pool, async (client) => {
      const moved = await client.query('update clock.checkpoint set position = $2, declared = greatest(declared, $3) where position = $1', [from, to, declared]);
      if (moved.rowCount === 0) return false;
      if (standings.length === 0) return true;
      await client.query(
        `insert into clock.standing as known (issue_id, revision, ended, standing)
         select * from unnest($1::text[], $2::integer[], $3::boolean[], $4::jsonb[])
         on conflict (issue_id) do update set revision = excluded.revision, ended = excluded.ended, standing = excluded.standing
         where known.revision < excluded.revision`,
        [standings.map((s) => s.issueId), standings.map((s) => s.revision), standings.map((s) => s.stage === 'ended'), standings.map((s) => JSON.stringify(s))],
      );
      return true;
    });
  }

  /** Rows that Temporal has not been told of, by issue, behind one issue id. */
  async unsent(behind: string, limit = PAGE): Promise<readonly StandingRow[]> {
    return this.rows('signalled_revision < revision and (not ended or signalled_revision >= 0) and issue_id > $1 order by issue_id limit $2', [behind, limit]);
  }

  async open(behind: string, limit = PAGE): Promise<readonly StandingRow[]> {
    return this.rows('not ended and issue_id > $1 order by issue_id limit $2', [behind, limit]);
  }

  async countOpen(): Promise<number> {
    const { rows } = await this.pool.query<{ open: number }>('select count(*)::int as open from clock.standing where not ended');
    return rows[0]!.open;
  }

  async of(issueIds: readonly string[]): Promise<readonly StandingRow[]> {
    return this.rows('issue_id = any($1::text[])', [issueIds]);
  }

  /** Remembers what Temporal was told; never backwards. */
  async markSent(standings: readonly Standing[]): Promise<void> {
    if (standings.length === 0) return;
    await this.pool.query(
      `update clock.standing as known set signalled_revision = sent.revision
       from unnest($1::text[], $2::integer[]) as sent (issue_id, revision)
       where known.issue_id = sent.issue_id and known.signalled_revision < sent.revision`,
      [standings.map((s) => s.issueId), standings.map((s) => s.revision)],
    );
  }

  private async rows(where: string, values: readonly unknown[]): Promise<readonly StandingRow[]> {
    const { rows } = await this.pool.query<{ standing: Standing; signalled_revision: number }>(
      `select standing, signalled_revision from clock.standing where ${where}`, [...values]);
    return rows.map((row) => ({ standing: row.standing, signalledRevision: row.signalled_revision }));
  }
}
