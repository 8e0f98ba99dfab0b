import { Fault } from '#kernel';
import { Kysely, Migrator, PostgresDialect, type Migration } from 'kysely';
import type pg from 'pg';

/** Migrations in the order of their names; what was released is never edited, only followed by another. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings a schema to its newest form; each room's schema keeps its own list of applied migrations inside itself.
 * Processes that boot at once wait for each other. Fault `migration-failed` names the migration; all of this call is then undone.
 */
export async function migrate(pool: pg.Pool, schema: string, migrations: Migrations): Promise<void> {
  // Not destroyed: that would end the caller's pool, and it holds nothing else.
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: schema,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new Fault('migration-failed', {
    params: { schema, migration: results?.find((result) => result.status === 'Error')?.migrationName ?? 'none', reason: error instanceof Error ? error.message : 'not said' },
    cause: error,
    tryNext: 'the schema is as it was before',
  });
}
