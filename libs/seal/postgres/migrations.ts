import type { Migrations } from '#database';
import { sql } from 'kysely';

/** The schema `seal`: the installation's name, its keys, its checkpoints, what each witness has, and how the sealer's last turn ended. */
export const MIGRATIONS: Migrations = {
  '0001-seal': {
    async up(db) {
      await sql.raw(TABLES).execute(db);
      await sql.raw(APPEND_ONLY).execute(db);
    },
  },
  '0002-turn': {
    async up(db) {
      await sql.raw(TURN).execute(db);
    },
  },
};

/** Whoever adds a key or checkpoints locks the installation's row first, so that they are added one after the other. */
const TABLES = `
create table seal.installation (
  one    boolean primary key default true check (one),
  origin text    not null
);
insert into seal.installation (origin) values ('minqing/' || gen_random_uuid());
create table seal.key (
  number integer primary key check (number > 0),
  note   text    not null
);
create table seal.checkpoint (
  number bigint primary key check (number > 0),
  size   bigint not null unique check (size > 0),
  note   text   not null,
  edge   bytea  not null
);
create table seal.delivery (
  witness text        primary key,
  size    bigint      not null,
  failure text,
  at      timestamptz not null default now()
);
`;

const TURN = `
create table seal.turn (
  one       boolean     primary key default true check (one),
  at        timestamptz not null,
  failure   text,
  witnesses text[]      not null
);
`;

/** A guard against accidents, as in the schema `record`. Someone who may drop the trigger still has no key to sign with. */
const APPEND_ONLY = `
create function seal.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'seal.% is append only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before insert or update or delete or truncate on seal.installation for each statement execute function seal.refuse_change();
create trigger append_only before update or delete or truncate on seal.key for each statement execute function seal.refuse_change();
create trigger append_only before update or delete or truncate on seal.checkpoint for each statement execute function seal.refuse_change();
alter table seal.installation enable always trigger append_only;
alter table seal.key enable always trigger append_only;
alter table seal.checkpoint enable always trigger append_only;
revoke update, delete, truncate on seal.installation, seal.key, seal.checkpoint from public;
`;
