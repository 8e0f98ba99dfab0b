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
  '002-copies-and-skips': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`alter table read.poison add column code text not null default 'fold-threw'`.execute(db);
      await sql`create table read.rebuild (
        name text not null references read.checkpoint (name),
        copy text not null check (copy in ('next', 'before')),
        stage text not null check (stage in ('fold', 'copy', 'index', 'ready', 'stopped')),
        version int not null,
        position bigint not null,
        done bigint not null,
        total bigint not null,
        by text not null,
        started_at timestamptz not null default now(),
        moved_at timestamptz not null default now(),
        stopped_at bigint,
        event_id text,
        event_type text,
        code text,
        primary key (name, copy)
      ) with (fillfactor = 50)`.execute(db);
      await sql`create table read.skipped (
        name text not null references read.checkpoint (name),
        copy text not null check (copy in ('live', 'next', 'before')),
        position bigint not null,
        event_id text not null,
        event_type text not null,
        code text not null,
        by text not null,
        reason text not null,
        skipped_at timestamptz not null default now(),
        primary key (name, copy, position)
      )`.execute(db);
    },
  },
  '003-asked': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`create table read.asked (
        name text primary key references read.checkpoint (name),
        by text not null,
        asked_at timestamptz not null default now()
      )`.execute(db);
    },
  },
};
