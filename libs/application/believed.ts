const BELIEVED_MS = 5_000;

/**
 * What was read of the record and never changes there, by its key. It is believed for a few seconds alone: an older record that is put
 * back beneath the process may not have it.
 */
export class Believed<T> {
  private readonly found = new Map<string, T>();
  private until = 0;

  constructor(private readonly forMs = BELIEVED_MS) {}

  /** Forgets what was believed long enough. To be called before a decision, so that nothing is forgotten within one. */
  renew(): void {
    if (performance.now() < this.until) return;
    this.found.clear();
    this.until = performance.now() + this.forMs;
  }

  get(key: string): T | undefined {
    return this.found.get(key);
  }

  set(key: string, value: T): void {
    this.found.set(key, value);
  }
}
