/** Tells what stands still: work waits, and the mark that changes as it is done has been the same for longer than the limit. */
export class Standstill {
  private mark: unknown;
  private waited = false;
  private since = 0;

  constructor(private readonly limitMs: number) {}

  /** To be called at each look; `at` in milliseconds of a clock that never goes back. */
  see(at: number, { mark, waits }: { readonly mark: unknown; readonly waits: boolean }): boolean {
    if (!waits || !this.waited || mark !== this.mark) this.since = at;
    this.waited = waits;
    this.mark = mark;
    return waits && at - this.since >= this.limitMs;
  }
}
