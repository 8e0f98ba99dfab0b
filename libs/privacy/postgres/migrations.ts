import type { Migrations } from '#database';
import { sql } from 'kysely';

/** The schema `privacy`: the keys of persons, wrapped by the master key, which is in no database. */
export const MIGRATIONS: Migrations = {
  '0001-keys': { async up(db) { await sql.raw(TABLES).execute(db); } },
  '0002-which-master-key': { async up(db) { await sql.raw(WHICH_MASTER_KEY).execute(db); } },
};

/** Whom a key belongs to is not said here: that follows from where its id stands in the record. */
const TABLES = `
create table privacy.installation (
  one        boolean primary key default true check (one),
  digest_key bytea   not null
);
create table privacy.person_key (
  id           text primary key collate "C",
  wrapped      bytea,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
`;

/** Null where it was wrapped before master keys had ids, until a process opens the vault. The installation's is the one in force. */
const WHICH_MASTER_KEY = `
alter table privacy.installation add column master text collate "C";
alter table privacy.person_key add column master text collate "C";
`;
