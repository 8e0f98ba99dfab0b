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
};

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

  async remove({ id }: Restore): Promise<void> {
    await this.pool.query('delete from recovery.restore where id = $1', [id]);
  }
}
