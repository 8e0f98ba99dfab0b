import { sql, type Kysely } from 'kysely';
import type { Migrations } from '#database';

/**
 * What the projector keeps about read models. The read models' own tables are made from their definitions and
 * replaced by a rebuild, so they need no migration.
 */
export const migrations: Migrations = {
  '001-checkpoints': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`create table read.checkpoint (
        name text primary key,
        version int not null,
        position bigint not null,
        moved_at timestamptz not null default now()
      ) with (fillfactor = 50)`.execute(db);
      await sql`create table read.poison (
        name text primary key references read.checkpoint (name),
        position bigint not null,
        event_id text not null,
        event_type text not null,
        error text not null,
        met_at timestamptz not null default now()
      )`.execute(db);
    },
  },
};
