import pg from 'pg';
import { drive, type Load, type Measured } from './drive.js';
import { SeenOnce } from './seen-once.js';
import { until } from './servers.js';

/** One event written durably; resolves to its position. */
export type Write = (stream: number) => Promise<number>;

const DRAIN_MS = 3_000;

/**
 * Writers at full speed with a reader behind them; then the same while another database of the cluster holds a transaction
 * open. What the reader has not seen some seconds after that has ended was skipped.
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

  /** Until the reader has seen everything, or has had the time to. */
  private async drained(): Promise<void> {
    await until('the reader has seen all', DRAIN_MS, () => Promise.resolve(this.feed.missing <= this.skipped)).catch(() => undefined);
  }
}
