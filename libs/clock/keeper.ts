import { EPOCH_STREAM, type EventStore, type RecordedEvent } from '#event-store';
import type { IssueFold } from './issue-fold.js';
import type { Standings } from './standings.js';

/**
 * Follows the log into the table of standings: a page is folded in memory, each touched row is written once, together with
 * the checkpoint, in one transaction. It never waits for Temporal.
 */
export class Keeper {
  constructor(private readonly store: EventStore, private readonly standings: Standings, private readonly fold: IssueFold) {}

  /**
   * Follows until the signal aborts; `onPage` hears of each page once it is in the table, by whoever wrote it. Throws when
   * the record or the table cannot be read.
   */
  async follow(signal: AbortSignal, onPage: (position: number) => void): Promise<void> {
    while (!signal.aborted) {
      let position = await this.standings.checkpoint();
      // At the beginning, and after somebody else took a page: nobody has told of what is in the table already.
      onPage(position);
      for await (const page of this.store.follow({ after: position, signal })) {
        const taken = await this.take(page, position);
        if (taken === null) break;
        position = taken;
        onPage(position);
      }
    }
  }

  /** Takes everything that is in the log now, and returns the position reached. */
  async catchUp(): Promise<number> {
    for (;;) {
      const position = await this.standings.checkpoint();
      const page = await this.store.readAll({ after: position });
      if (page.length === 0) return position;
      await this.take(page, position);
    }
  }

  /** The position after the page; null when somebody else (a reconciler, another process) has moved the checkpoint meanwhile. */
  private async take(page: readonly RecordedEvent[], from: number): Promise<number | null> {
    const last = page.at(-1);
    if (last === undefined) return from;
    const moved = await this.standings.advance(from, last.position, await this.fold.standings(page), epochIn(page));
    return moved ? last.position : null;
  }
}

/** The newest epoch that began in the page. */
function epochIn(page: readonly RecordedEvent[]): number | undefined {
  const begun = page.findLast(({ streamId }) => streamId === EPOCH_STREAM);
  return begun && (begun.data as { readonly epoch: number }).epoch;
}
