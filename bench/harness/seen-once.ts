import { quantile } from './statistics.js';

/** What writers were acknowledged and what a reader saw, by position: each is to be seen once; how long after the acknowledgement? */
export class SeenOnce {
  private readonly acknowledged = new Map<number, number>();
  private readonly seen = new Map<number, number>();
  private lags: number[] = [];
  private total = 0;
  /** When the reader saw something last, by performance.now(). */
  seenAt = 0;

  acknowledge(position: number): void {
    const at = performance.now();
    const seenAt = this.seen.get(position);
    this.total += 1;
    if (seenAt === undefined) this.acknowledged.set(position, at);
    // The reader may be told before the writer is.
    else this.settle(position, 0);
  }

  see(position: number): void {
    if (this.seen.has(position)) throw new Error(`position ${position} was seen twice`);
    const at = performance.now();
    const acknowledgedAt = this.acknowledged.get(position);
    this.seen.set(position, at);
    this.seenAt = at;
    if (acknowledgedAt !== undefined) this.settle(position, at - acknowledgedAt);
  }

  get missing(): number {
    return this.acknowledged.size;
  }

  get written(): number {
    return this.total;
  }

  /** The 99th percentile of the lags since it was asked last, in milliseconds. */
  takeLag(): number {
    const lag = quantile(this.lags, 0.99);
    this.lags = [];
    return lag;
  }

  private settle(position: number, lag: number): void {
    this.acknowledged.delete(position);
    this.lags.push(lag);
  }
}
