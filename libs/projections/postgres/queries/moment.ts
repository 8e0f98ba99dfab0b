import type { Instant } from '#kernel';
import { sql, type Kysely } from 'kysely';

/**
 * Where the record was at an instant: moments of writing are nearly, and not quite, in its order, so what was recorded
 * later is looked for in positions. All of a later day is later; of the instant's own day each event is looked at.
 */
export async function findRecordedAfter(db: Kysely<unknown>, instant: Instant): Promise<{ readonly position: number | null; readonly readTo: number }> {
  const day = instant.slice(0, 10);
  const { rows: [found] } = await sql<{ position: number | null; readTo: number }>`
    select (select min(position) from read.checkpoint where name in ('trail', 'day')) as "readTo", least(
      (select min(d."first") from read.day d where d.day > ${day}),
      (select t.position from read.day d join read.trail t on t.position between d."first" and d."last"
       where d.day = ${day} and t.recorded_at > ${instant} order by t.position limit 1)) as position`.execute(db);
  const { position, readTo } = found!;
  // One of the two has read on: what the other has not read yet may come before.
  return { position: position !== null && position <= readTo ? position : null, readTo };
}
