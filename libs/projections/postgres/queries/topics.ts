import { sql, type Kysely } from 'kysely';

/** Every topic that an issue has now, in order. */
export async function findTopics(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct topic from read.ledger where topic is not null order by topic`.execute(db);
  return rows.map(({ topic }) => topic);
}
