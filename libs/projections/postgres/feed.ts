import type { EventStore, RecordedEvent } from '#event-store';

const PAGE = 1000;
/** Events kept of the log's end, so that all projections that are up to date share one reading. */
const KEPT = 20_000;

/** One reading of the log for all projections of a process: each asks for what is behind its own position. */
export class Feed {
  private tail: RecordedEvent[] = [];
  private grown!: Promise<void>;
  private ring?: () => void;

  constructor(private readonly store: Pick<EventStore, 'readAll' | 'follow' | 'lastPosition'>) {
    this.renew();
  }

  /** Follows the end of the log until the signal aborts; throws when the store does. */
  async run(signal: AbortSignal): Promise<void> {
    const after = await this.store.lastPosition();
    this.tail = [];
    // Whoever looked before the following began looks again: what came in between is in no page of it.
    this.renew();
    for await (const page of this.store.follow({ after, signal, pageSize: PAGE })) {
      this.keep(page);
      this.renew();
    }
  }

  /** Up to 1,000 events behind a position, waiting for the first; empty when the signal has aborted. */
  async next(after: number, signal: AbortSignal): Promise<readonly RecordedEvent[]> {
    const ring = (): void => this.renew();
    signal.addEventListener('abort', ring);
    try {
      while (!signal.aborted) {
        const { grown } = this;
        const page = this.kept(after) ?? await this.store.readAll({ after, limit: PAGE });
        if (page.length > 0) return page;
        await grown;
      }
      return [];
    } finally {
      signal.removeEventListener('abort', ring);
    }
  }

  private keep(page: readonly RecordedEvent[]): void {
    this.tail.push(...page);
    // Only now and then: pages may be as short as one event.
    if (this.tail.length > 2 * KEPT) this.tail = this.tail.slice(-KEPT);
  }

  private kept(after: number): readonly RecordedEvent[] | undefined {
    const first = this.tail[0]?.position;
    if (first === undefined || after + 1 < first) return undefined;
    return this.tail.slice(after + 1 - first, after + 1 - first + PAGE);
  }

  private renew(): void {
    this.ring?.();
    this.grown = new Promise((resolve) => { this.ring = resolve; });
  }
}
