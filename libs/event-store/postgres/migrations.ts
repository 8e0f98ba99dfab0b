import type { Migrations } from '#database';
import { sql } from 'kysely';
import { APPEND_FUNCTION } from './append-function.js';

/** The schema `record`: one table of events, and the row whose lock puts writers in a line. */
export const MIGRATIONS: Migrations = {
  '0001-record': {
    async up(db) {
      await sql.raw(EVENT_TABLE).execute(db);
      await sql.raw(WRITER_LINE).execute(db);
      await sql.raw(APPEND_ONLY).execute(db);
      await sql.raw(APPEND_FUNCTION).execute(db);
    },
  },
};

const EVENT_TABLE = `
create table record.event (
  position      bigint   not null,
  revision      integer  not null check (revision >= 0),
  command_index integer  not null check (command_index >= 0),
  schema        smallint not null,
  event_id      uuid     not null,
  stream_id     text     not null,
  type          text     not null,
  command_id    text     not null,
  hash          bytea    not null check (length(hash) = 32),
  meta          text     not null,
  data          text     not null,
  constraint event_position primary key (position),
  constraint event_revision unique (stream_id, revision)
);
-- A command's first event stands for its whole group: its id is taken once, for ever.
create unique index event_command on record.event (command_id) where command_index = 0;
`;

/**
 * The row is locked, never updated: a counter in it would leave a dead version per batch, and an open transaction
 * elsewhere (a backup) would keep them all in every writer's way. The last position is read from the events' own index.
 */
const WRITER_LINE = `
create table record.head (one boolean primary key default true check (one));
insert into record.head default values;
`;

/** A guard against accidents. Someone who may drop the trigger can still rewrite rows: the hash chain shows that. */
const APPEND_ONLY = `
create function record.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'record.% is append only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on record.event
  for each statement execute function record.refuse_change();
create trigger append_only before insert or update or delete or truncate on record.head
  for each statement execute function record.refuse_change();
alter table record.event enable always trigger append_only;
alter table record.head enable always trigger append_only;
revoke update, delete, truncate on record.event, record.head from public;
`;
