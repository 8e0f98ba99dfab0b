import { hash } from 'node:crypto';
import type { Kysely, RawBuilder } from 'kysely';
import type pg from 'pg';

/**
 * The one row of a statement that each connection prepares once: for what is asked all the time and runs in less time
 * than it takes to plan. A rebuild's switch makes the server plan it anew.
 */
export async function firstPrepared<Row extends object>(db: Kysely<unknown>, pool: pg.Pool, statement: RawBuilder<Row>): Promise<Row> {
  const { sql: text, parameters } = statement.compile(db);
  const { rows } = await pool.query<Row>({ name: hash('md5', text, 'base64url'), text, values: [...parameters] });
  return rows[0]!;
}
