import { atMost } from './at-most.js';
import type { Workflows } from './issue-workflows.js';
import type { Standings, StandingRow } from './standings.js';

const AT_ONCE = 32;

/** Tells Temporal what the table knows newer: once for any number of events of an issue, at least once after a crash. */
export class Sender {
  constructor(private readonly standings: Standings, private readonly workflows: Workflows) {}

  /** Sends all that is unsent and returns how many. Rows that went through are remembered even when another one throws. */
  async sweep(signal: AbortSignal): Promise<number> {
    let sent = 0;
    let behind = '';
    const failures: unknown[] = [];
    while (!signal.aborted && failures.length === 0) {
      const rows = await this.standings.unsent(behind);
      if (rows.length === 0) break;
      const done: StandingRow['standing'][] = [];
      await atMost(AT_ONCE, rows, async (row) => {
        if (signal.aborted || failures.length >= AT_ONCE) return;
        try {
          await this.send(row);
          done.push(row.standing);
        } catch (error) {
          failures.push(error);
        }
      });
      await this.standings.markSent(done);
      sent += done.length;
      behind = rows.at(-1)!.standing.issueId;
    }
    if (failures.length > 0) throw failures[0];
    return sent;
  }

  private async send({ standing, signalledRevision }: StandingRow): Promise<void> {
    if (signalledRevision < 0 && (await this.workflows.start(standing))) return;
    await this.workflows.tell(standing);
  }
}
