import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '#database';
import type pg from 'pg';
import type { Standing } from '../read-models.js';
import { ADVANCED } from './announce.js';
import { VERSIONS } from './sinks.js';

export interface Waiting {
  readonly pollMs: number;
  readonly reconnectMs: number;
}

/**
 * Hears that read models moved, by notices on one connection of its own, made anew when it breaks, and by looking from
 * time to time while anyone waits, should a notice be lost.
 */
export class Advance {
  private readonly stopping = new AbortController();
  private readonly hearers = new Set<() => void>();
  private coming: Promise<void> | undefined;
  private readonly listening: Promise<void>;

  constructor(private readonly settings: pg.ClientConfig, private readonly waiting: Waiting) {
    this.listening = this.listenForEver();
  }

  /** Calls back after each notice, until the returned function is called. */
  hear(hearer: () => void): () => void {
    this.hearers.add(hearer);
    return () => { this.hearers.delete(hearer); };
  }

  /** Asks again at each notice and each poll, until the answer is not undefined; undefined after the time-out. */
  async until<T>(ask: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined> {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), timeoutMs);
    const late = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve(), { once: true }));
    try {
      for (;;) {
        // Before asking: what moves while the answer is on its way is not missed.
        const moved = this.next();
        const answer = await ask();
        if (answer !== undefined || over.signal.aborted || this.stopping.signal.aborted) return answer;
        await Promise.race([moved, late]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.notice();
    await this.listening;
  }

  /** The next notice, or the next look should it be lost: one for all who wait. */
  private next(): Promise<void> {
    this.coming ??= new Promise<void>((resolve) => {
      const come = (): void => {
        clearTimeout(look);
        forget();
        this.coming = undefined;
        resolve();
      };
      const look = setTimeout(come, this.waiting.pollMs);
      const forget = this.hear(come);
    });
    return this.coming;
  }

  private async listenForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await listen(this.settings, ADVANCED, () => this.notice(), signal).catch(() => undefined);
      await sleep(this.waiting.reconnectMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private notice(): void {
    for (const hearer of [...this.hearers]) hearer();
  }
}

export async function readStanding(pool: pg.Pool): Promise<Standing> {
  // A rebuild to a newer version that an event stopped holds its read model as a poison event does: nobody follows the older one.
  const { rows } = await pool.query<Standing>(
    `select coalesce(min(position) filter (where not stopped), min(position)) as position, min(position) filter (where stopped) as "stoppedAt",
       coalesce(bool_or(version <> ($1::json->>name)::int), false) as "ofOtherVersion"
     from (select c.name, c.version, c.position, p.name is not null or r.name is not null as stopped
       from read.checkpoint c left join read.poison p using (name)
       left join read.rebuild r on r.name = c.name and r.copy = 'next' and r.stage = 'stopped' and r.version > c.version) each_one`,
    [JSON.stringify(VERSIONS)],
  );
  return rows[0]!;
}
