import type { EventStore, RecordedEvent } from './port.js';

type ReadAll = EventStore['readAll'];

interface Asking {
  readonly asked: Parameters<ReadAll>[0];
  readonly resolve: (events: Promise<readonly RecordedEvent[]>) => void;
}

const PAGE = 1_000;

/**
 * One reading of the log for several who go through it from the beginning, page by page: the next page is read once, when all
 * of them have asked for it, so none runs ahead and no page is kept. A page is as long as the shortest that was asked
 * for, and empty behind the log's end alone. Who asks for anything else goes on alone from then on.
 */
export class SharedReading {
  /** Behind which position the next page lies. */
  private next = 0;
  private readonly together = new Set<object>();
  private readonly asking = new Map<object, Asking>();

  constructor(private readonly store: Pick<EventStore, 'readAll'>) {}

  /** One more who reads along; all must be here before the first asks. `leave` lets the others go on without it. */
  reader(): { readonly readAll: ReadAll; readonly leave: () => void } {
    const who = {};
    this.together.add(who);
    return {
      readAll: (asked) => this.read(who, asked),
      leave: () => {
        this.together.delete(who);
        this.readWhenAllAsk();
      },
    };
  }

  private read(who: object, asked: Asking['asked']): Promise<readonly RecordedEvent[]> {
    if (this.together.has(who) && asked.after === this.next) {
      return new Promise((resolve) => {
        this.asking.set(who, { asked, resolve });
        this.readWhenAllAsk();
      });
    }
    this.together.delete(who);
    this.readWhenAllAsk();
    return this.store.readAll(asked);
  }

  private readWhenAllAsk(): void {
    if (this.asking.size === 0 || this.asking.size < this.together.size) return;
    const waiting = [...this.asking.values()];
    this.asking.clear();
    const range = { after: this.next, limit: Math.min(...waiting.map(({ asked }) => asked.limit ?? PAGE)) };
    this.next += range.limit;
    const events = this.store.readAll(range);
    for (const { resolve } of waiting) resolve(events);
  }
}
