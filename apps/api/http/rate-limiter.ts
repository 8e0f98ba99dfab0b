/**
 * Token buckets by key, in memory: `burst` calls at once, refilled evenly over a minute. The number of keys is bounded;
 * the one unused for longest is forgotten first, which at worst gives its owner a full bucket again.
 */
export class RateLimiter {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly perMinute: number, private readonly burst = perMinute, private readonly mostKeys = 10_000) {}

  /** 0 when the call may go on, otherwise the seconds after which to try again. */
  take(key: string, nowMs: number): number {
    const known = this.buckets.get(key);
    const elapsed = known ? Math.max(0, nowMs - known.at) : 0;
    const tokens = Math.min(this.burst, (known?.tokens ?? this.burst) + (elapsed * this.perMinute) / 60_000);
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: nowMs });
    if (this.buckets.size > this.mostKeys) this.buckets.delete(this.buckets.keys().next().value!);
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 60) / this.perMinute);
  }

  /** One call that was taken is as if it had not been made. */
  giveBack(key: string): void {
    const known = this.buckets.get(key);
    if (known) known.tokens = Math.min(this.burst, known.tokens + 1);
  }

  /** Whether any call was taken for the key, as far as is remembered. */
  knows(key: string): boolean {
    return this.buckets.has(key);
  }

  forget(key: string): void {
    this.buckets.delete(key);
  }
}
