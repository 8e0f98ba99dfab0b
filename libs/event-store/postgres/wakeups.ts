import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const RECONNECT_MS = 500;

/**
 * Tells followers that the record may have grown: by the writers' notices on one connection of its own, which is made
 * anew whenever it breaks. Notices are hints: whoever waits also looks by itself after a while.
 */
export class Wakeups {
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<() => void>();
  private listening: Promise<void> | undefined;
  /** Grows with each notice; taken before a look at the record, so that a notice during the look is not missed. */
  count = 0;

  constructor(private readonly settings: pg.ClientConfig) {}

  /** Resolves at the first notice since `seen`, after `longestMs`, or when the signal aborts. */
  async wait(seen: number, longestMs: number, signal: AbortSignal): Promise<void> {
    this.listening ??= this.listenForEver();
    const either = AbortSignal.any([signal, this.stopping.signal]);
    if (this.count !== seen || either.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        either.removeEventListener('abort', done);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, longestMs);
      either.addEventListener('abort', done);
      this.waiters.add(done);
    });
  }

  get closed(): boolean {
    return this.stopping.signal.aborted;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.listening;
  }

  private async listenForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.listenOnce(signal).catch(() => undefined);
      // What was written while nobody listened is looked for now.
      this.wake();
      if (!signal.aborted) await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves or rejects when the connection has ended. */
  private async listenOnce(signal: AbortSignal): Promise<void> {
    const client = new pg.Client(this.settings);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => { end = resolve; });
    signal.addEventListener('abort', end);
    client.on('end', end).on('error', end).on('notification', () => this.wake());
    try {
      await client.connect();
      await client.query('listen record');
      this.wake();
      await ended;
    } finally {
      signal.removeEventListener('abort', end);
      await client.end().catch(() => undefined);
    }
  }

  private wake(): void {
    this.count += 1;
    for (const waiter of [...this.waiters]) waiter();
  }
}
