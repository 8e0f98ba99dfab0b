import type pg from 'pg';
import type { Measured } from './drive.js';
import { quantile } from './statistics.js';

/** How long after the moment each thing was done; `perSecond` is for all of them, until the last. */
export function lateness(moment: number, doneAt: readonly number[]): Measured {
  const waits = doneAt.map((at) => at - moment);
  const early = waits.filter((wait) => wait < 0);
  if (early.length > 0) throw new Error(`${early.length} of ${waits.length} were done before their moment`);
  return { done: waits.length, perSecond: (waits.length * 1000) / Math.max(...waits), p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

/** When each row was durable, by the server's own note of its commit (`track_commit_timestamp`). */
export async function committedAt(pool: pg.Pool, rows: string, values: readonly unknown[]): Promise<readonly number[]> {
  const found = await pool.query<{ at: string }>(`select extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from ${rows}`, [...values]);
  return found.rows.map(({ at }) => Number(at));
}

/** The work for each number below `count`, so many at once. */
export async function atOnce(lanes: number, count: number, work: (serial: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
