import { sql, type Kysely } from 'kysely';
import { liesIn, type Area } from './area.js';
import type { Relations } from './relations.js';

/** Every topic that an issue of the area has, in order. */
export async function findTopics(db: Kysely<unknown>, { ledger }: Relations, area: Area): Promise<readonly string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct l.topic from ${ledger} l where l.topic is not null and ${liesIn(area)} order by l.topic`.execute(db);
  return rows.map(({ topic }) => topic);
}
