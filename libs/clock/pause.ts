import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; returns early, without an error, when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/**
 * What the work leads to; undefined once so much time has passed since the signal aborted: it goes on by itself then, and nobody hears how it ends. For calls
 * that cannot be taken back, of a server that may not answer.
 */
export async function leftBehind<T>(signal: AbortSignal, graceMs: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const left = new Promise<undefined>((resolve) => {
    const leave = (): void => { void pause(graceMs, over.signal).then(() => resolve(undefined)); };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/** Does the work again and again until the signal aborts; after a failure it waits, longer each time until one succeeds. */
export async function keepDoing(signal: AbortSignal, work: () => Promise<void>, failed: (error: unknown, waitMs: number) => void): Promise<void> {
  let wait = FIRST_MS;
  while (!signal.aborted) {
    try {
      await work();
      wait = FIRST_MS;
    } catch (error) {
      if (signal.aborted) return;
      failed(error, wait);
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_MS);
    }
  }
}

/** A bell that remembers one ring: what rings while nobody waits is heard by the next who does. */
export class Bell {
  private rung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Returns at a ring, or when the signal aborts. One listener at a time. */
  async heard(signal: AbortSignal): Promise<void> {
    if (!this.rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.wake = wake;
        signal.addEventListener('abort', wake);
      });
    }
    this.rung = false;
  }
}
