import { setTimeout as sleep } from 'node:timers/promises';
import { untilAny } from '#kernel';
import type pg from 'pg';

/** Number of the advisory lock that the keeping process holds. Any constant that nothing else in the database uses. */
export const LEADERS_LOCK = 7_310_001;
const ASK_EVERY_MS = 1_000;

/**
 * Of all processes that call this, one does the work at a time; the next takes over when its connection ends, however it
 * died. Who waits is called each second. The work's signal aborts when the lock is lost. Two may overlap for a moment then: the work itself must bear that.
 */
export async function leadAlone(pool: pg.Pool, signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>, waiting: () => Promise<void> = async () => undefined): Promise<void> {
  const client = await pool.connect();
  const lost = new AbortController();
  const lose = () => lost.abort();
  client.on('error', lose);
  client.on('end', lose);
  try {
    // A keeper whose machine vanished must not hold the clock for the two hours that TCP would wait.
    await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
    await untilAny([signal, lost.signal], async (leading) => {
      while (!(await locked(client))) {
        await waiting();
        await sleep(ASK_EVERY_MS, undefined, { signal: leading });
      }
      await work(leading);
    });
  } finally {
    client.off('error', lose);
    client.off('end', lose);
    // Destroyed, not returned: ending the session is what gives the lock back for certain.
    client.release(true);
  }
}

async function locked(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LEADERS_LOCK]);
  return rows[0]!.locked;
}
