import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '#kernel';
import type { EventStore, RecordedEvent } from './port.js';

const RECONNECT_MS = 500;

/** Calls `wake` whenever the record may have grown, until the signal aborts; resolves or rejects when it can no longer. */
export type Listen = (wake: () => void, signal: AbortSignal) => Promise<void>;

/**
 * Tells followers that the record may have grown, by a listening that is begun anew whenever it breaks. Notices are hints:
 * whoever waits also looks by itself after a while.
 */
export class Wakeups {
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<() => void>();
  private listening: Promise<void> | undefined;
  /** Grows with each notice; taken before a look at the record, so that a notice during the look is not missed. */
  count = 0;

  constructor(private readonly listen: Listen) {}

  /** Resolves at the first notice since `seen`, after `longestMs`, when the signal aborts, or at the end. Leaves nothing on the signal. */
  async wait(seen: number, longestMs: number, signal: AbortSignal): Promise<void> {
    this.listening ??= this.listenForEver();
    if (this.count !== seen || signal.aborted || this.closed) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, longestMs);
      signal.addEventListener('abort', done);
      this.waiters.add(done);
    });
  }

  get closed(): boolean {
    return this.stopping.signal.aborted;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.listening;
  }

  private async listenForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.listen(() => this.wake(), signal).catch(() => undefined);
      // What was written while nobody listened is looked for now.
      this.wake();
      if (!signal.aborted) await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private wake(): void {
    this.count += 1;
    for (const waiter of [...this.waiters]) waiter();
  }
}

export interface Following {
  readonly after: number;
  readonly signal: AbortSignal;
  readonly pageSize?: number;
}

/** Pages of the global order, and between them the wait for more. Outlives the server's restart: it looks again later. */
export async function* followPages(readAll: EventStore['readAll'], wakeups: Wakeups, pollMs: number, { after, signal, pageSize = 1000 }: Following): AsyncIterable<readonly RecordedEvent[]> {
  let position = after;
  while (!signal.aborted && !wakeups.closed) {
    const seen = wakeups.count;
    const page = await readAll({ after: position, limit: pageSize }).catch(nothingWhileUnavailable);
    if (signal.aborted) return;
    if (page.length > 0) {
      position = page.at(-1)!.position;
      yield page;
    } else {
      await wakeups.wait(seen, pollMs, signal);
    }
  }
}

function nothingWhileUnavailable(error: unknown): readonly RecordedEvent[] {
  if (error instanceof Fault && error.transient) return [];
  throw error;
}
