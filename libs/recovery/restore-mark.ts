import { migrate, type Migrations } from '#database';
import { sql } from 'kysely';
import type pg from 'pg';

/** The schema `recovery`: one row from before the first event of a restore is written until the gap is declared. */
const MIGRATIONS: Migrations = {
  '0001-restore': {
    up: async (db) => {
      await sql`create table recovery.restore (
        one boolean primary key default true check (one), id uuid not null default gen_random_uuid(), position bigint)`.execute(db);
    },
  },
  '0002-since': { up: async (db) => { await sql`alter table recovery.restore add column since timestamptz not null default clock_timestamp()`.execute(db); } },
};

/** How long a process may go on believing of a record with events that no mark stands. */
export const BELIEVED_MS = 5_000;
/** Until every process has asked again, and what it let pass before is written. */
const HEARD_MS = BELIEVED_MS + 1_000;

/** A restore whose gap is not declared. */
export interface Restore {
  readonly id: string;
  /** Where the restored record ends; null while it is not whole. */
  readonly position: number | null;
}

/** The durable mark "restored, gap undeclared". */
export class RestoreMark {
  private constructor(private readonly pool: pg.Pool) {}

  static async open(pool: pg.Pool): Promise<RestoreMark> {
    await migrate(pool, 'recovery', MIGRATIONS);
    return new RestoreMark(pool);
  }

  async read(): Promise<Restore | undefined> {
    const { rows: [row] } = await this.pool.query<{ id: string; position: number | null }>('select id, position from recovery.restore');
    return row;
  }

  /** False when one stands already. */
  async begin(): Promise<boolean> {
    const { rowCount } = await this.pool.query('insert into recovery.restore default values on conflict do nothing');
    return rowCount === 1;
  }

  /** As after a whole restore, in one step. False when one stands already. */
  async putBack(position: number): Promise<boolean> {
    const { rowCount } = await this.pool.query('insert into recovery.restore (position) values ($1) on conflict do nothing', [position]);
    return rowCount === 1;
  }

  async whole(position: number): Promise<void> {
    await this.pool.query('update recovery.restore set position = $1', [position]);
  }

  /** In how many milliseconds every process will have heard of the mark that stands. */
  async unheardMs(): Promise<number> {
    const { rows: [row] } = await this.pool.query<{ left: number }>(
      `select least($1::int, greatest(0, $1::int - ceil(extract(epoch from clock_timestamp() - since) * 1000)::int)) as left from recovery.restore`, [HEARD_MS]);
    return row?.left ?? 0;
  }

  async remove({ id }: Restore): Promise<void> {
    await this.pool.query('delete from recovery.restore where id = $1', [id]);
  }
}
