import { sql, type Kysely } from 'kysely';
import { liesIn, type Area } from './area.js';

/** Every topic that an issue of the area has now, in order. */
export async function findTopics(db: Kysely<unknown>, area: Area): Promise<readonly string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct l.topic from read.ledger l where l.topic is not null and ${liesIn(area)} order by l.topic`.execute(db);
  return rows.map(({ topic }) => topic);
}
