import pg from 'pg';
import { drive, type Load, type Measured } from './drive.js';
import { SeenOnce } from './seen-once.js';
import { until } from './servers.js';

/** One event written durably; resolves to its position. */
export type Write = (stream: number) => Promise<number>;

const DRAIN_MS = 30_000;
/** A reader that has had nothing new for so long will see no more of what was written. */
const QUIET_MS = 1_000;

/**
 * Writers at full speed with a reader behind them; then the same while another database of the cluster holds a transaction
 * open, which ends with the writing: whoever sees nothing as long as it is open has lags as long. What the reader still has
 * not seen when nothing more comes was skipped.
 */
export class FeedRounds {
  readonly feed = new SeenOnce();
  private skipped = 0;

  constructor(private readonly server: string, private readonly write: Write) {}

  async round(load: Load): Promise<Measured> {
    const begun = performance.now();
    const before = this.feed.written;
    const written = await this.writeAll(load);
    await this.drained();
    const perSecond = ((this.feed.written - before) * 1000) / (this.feed.seenAt - begun);
    const lag = this.feed.takeLag();
    await this.whileOpenElsewhere(() => this.writeAll(load));
    await this.drained();
    const missing = this.feed.missing - this.skipped;
    this.skipped = this.feed.missing;
    return { ...written, perSecond, also: { lag, stalledLag: this.feed.takeLag(), missing, events: this.feed.written - before } };
  }

  /** Goes on writing until there are so many events in all, half of them while the transaction elsewhere is open. Throws when one was not seen. */
  async writeUpTo(events: number, callers: number): Promise<void> {
    const half = (share: number): Load => ({ callers, streams: Math.ceil((events - this.feed.written) * share), forMs: Infinity });
    if (this.feed.written < events) await this.whileOpenElsewhere(() => this.writeAll(half(0.5)));
    if (this.feed.written < events) await this.writeAll(half(1));
    await this.drained();
    if (this.feed.missing > 0) throw new Error(`${this.feed.missing} missing of ${this.feed.written}`);
  }

  private writeAll(load: Load): Promise<Measured> {
    return drive(load, async (stream) => this.feed.acknowledge(await this.write(stream)));
  }

  /** While the work lasts, a transaction that has written stays open in another database. */
  private async whileOpenElsewhere(work: () => Promise<unknown>): Promise<void> {
    const elsewhere = new URL(this.server);
    elsewhere.pathname = '/postgres';
    const holder = new pg.Client(elsewhere.href);
    await holder.connect();
    await holder.query('begin');
    await holder.query('select pg_current_xact_id()');
    try {
      await work();
    } finally {
      await holder.query('commit');
      await holder.end();
    }
  }

  /** Until the reader has seen everything, or nothing more comes. */
  private async drained(): Promise<void> {
    const ended = performance.now();
    await until('the reader has seen all', DRAIN_MS, () => {
      const quiet = performance.now() - Math.max(ended, this.feed.seenAt);
      return this.feed.missing <= this.skipped || quiet > QUIET_MS;
    });
  }
}
