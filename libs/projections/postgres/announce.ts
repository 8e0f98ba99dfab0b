import type pg from 'pg';

export const ADVANCED = 'read_models_advanced';

/**
 * Tells listeners in all processes that checkpoints have moved: one notice at a time, so that many pages share one.
 * A lost one is no loss: listeners also look by themselves.
 */
export class Announcer {
  private wanted = false;
  private running: Promise<void> | undefined;

  constructor(private readonly pool: pg.Pool) {}

  announce(): void {
    this.wanted = true;
    this.running ??= this.run();
  }

  /** Resolves when nothing is left to tell. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      // A notice holds back all others of the server until its transaction is on disk, those of the record too: this one need not be there.
      await this.pool.query(`select set_config('synchronous_commit', 'off', true), pg_notify('${ADVANCED}', '')`).catch(() => undefined);
    }
    this.running = undefined;
  }
}
