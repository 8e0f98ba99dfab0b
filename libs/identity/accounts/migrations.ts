import type { Migrations } from '#database';
import { sql } from 'kysely';

export const IDENTITY_SCHEMA = 'identity';

export const identityMigrations: Migrations = {
  '001-accounts-sessions-attempts-audit': {
    async up(db) {
      for (const statement of TABLES) await sql.raw(statement).execute(db);
    },
  },
  '002-sensitive-reads': {
    async up(db) {
      await sql`create index sensitive_read on identity.audit (id) where act in ('sensitive-read', 'sensitive-read-denied')`.execute(db);
    },
  },
  '003-audit-by-unit-and-guarded': {
    async up(db) {
      for (const statement of AUDIT_GUARDED) await sql.raw(statement).execute(db);
    },
  },
};

/** As the record is kept: a guard against accidents, also where triggers are switched off for a load. Whoever may drop the trigger can still change rows. */
const AUDIT_GUARDED = [
  'alter table identity.audit add column unit text',
  'create index audit_by_unit on identity.audit (unit, id)',
  'create index audit_by_act on identity.audit (act, id)',
  'alter table identity.audit enable always trigger append_only',
  'revoke update, delete, truncate on identity.audit from public',
];

const TABLES = [
  `create table identity.account (
     login text primary key,
     cadre text not null unique,
     password_hash text not null,
     disabled boolean not null default false,
     created_at timestamptz not null
   )`,
  `create table identity.session (
     token_hash bytea primary key,
     login text not null references identity.account,
     post text not null,
     began_at timestamptz not null,
     seen_at timestamptz not null
   )`,
  'create index on identity.session (login)',
  'create index on identity.session (seen_at)',
  `create table identity.attempt (
     id bigint generated always as identity primary key,
     subject bytea not null,
     at timestamptz not null
   )`,
  'create index on identity.attempt (subject, at)',
  'create index on identity.attempt (at)',
  `create table identity.audit (
     id bigint generated always as identity primary key,
     at timestamptz not null,
     act text not null,
     cadre text,
     post text,
     address text,
     subject text,
     detail jsonb not null
   )`,
  'create index on identity.audit (at)',
  `create function identity.refuse_change() returns trigger language plpgsql as
     $$ begin raise exception 'identity.audit is append only'; end $$`,
  `create trigger append_only before update or delete or truncate on identity.audit
     for each statement execute function identity.refuse_change()`,
];
