import { streamOf } from '#application';
import type { EventStore } from '#event-store';
import { atMost } from './at-most.js';
import type { RunningIssue, Workflows } from './issue-workflows.js';
import type { Keeper } from './keeper.js';
import type { StandingRow, Standings } from './standings.js';
import type { Standing, StandstillCause } from '#wire/clock';

/** What a comparison of the record with Temporal found and did. */
export interface ReconcileReport {
  /** Open issues in the record, and workflows that Temporal listed as running. */
  readonly open: number;
  readonly running: number;
  /** Open in the record and not running: started. */
  readonly started: number;
  /** Running though ended in the record: told so. */
  readonly finished: number;
  /** Running at an older revision: told the newer one. */
  readonly signalled: number;
  /** Ended because they are from before the record was restored. */
  readonly ended: number;
  /** Running, but Temporal reports that their tasks fail: somebody has to look. */
  readonly troubled: readonly string[];
  /** Issues whose workflow knows more than the record. */
  readonly ahead: readonly string[];
  readonly standstill: StandstillCause | null;
}

export type Remedy = 'none' | 'start' | 'finish' | 'signal' | 'suspect';

/** What to do about an issue as the record has it (if at all) and as Temporal lists it (if at all). */
export function remedyFor(row: StandingRow | undefined, running: RunningIssue | undefined): Remedy {
  if (!running) return row && row.standing.stage !== 'ended' ? 'start' : 'none';
  if (!row || (running.revision ?? 0) > row.standing.revision) return 'suspect';
  if (row.standing.stage === 'ended') return 'finish';
  return running.revision === row.standing.revision ? 'none' : 'signal';
}

export interface ReconcilerParts {
  readonly store: EventStore;
  readonly standings: Standings;
  readonly keeper: Keeper;
  readonly workflows: Workflows;
  /** Whether the record was restored and its gap is not declared. */
  readonly undeclared?: () => Promise<boolean>;
}

const AT_ONCE = 32;

interface Pair {
  readonly row: StandingRow | undefined;
  readonly listed: RunningIssue | undefined;
}

/**
 * Compares the record with Temporal and heals what differs: terminated, cancelled and reset workflows, lost signals, an
 * emptied Temporal. Can be repeated at any time, beside a running clock too. One list call for a thousand issues.
 */
export class Reconciler {
  constructor(private readonly parts: ReconcilerParts) {}

  /** `beside` a sender: what that one has still to tell is left to it. */
  async reconcile({ beside = false } = {}): Promise<ReconcileReport> {
    const { keeper, standings, store, workflows } = this.parts;
    const running = new Map<string, RunningIssue>();
    // Temporal first, the record after it: whatever a workflow knew when it was listed is in the record by then.
    for await (const issue of workflows.running()) running.set(issue.issueId, issue);
    const report: Mutable<ReconcileReport> = { open: 0, running: running.size, started: 0, finished: 0, signalled: 0, ended: 0, troubled: troubledOf(running), ahead: [], standstill: null };
    if (await this.parts.undeclared?.()) return { ...report, standstill: 'gap-undeclared' };
    if ((await standings.checkpoint()) > (await store.lastPosition())) return { ...report, standstill: 'record-shorter' };

    await keeper.catchUp();
    await this.takeUpEpoch(running, report);
    for (let rows = await standings.open(''); rows.length > 0; rows = await standings.open(rows.at(-1)!.standing.issueId)) {
      report.open += rows.length;
      await this.heal(rows.map((row) => ({ row, listed: taken(running, row.standing.issueId) })), report, beside);
    }
    // What is left runs, but is not open in the record.
    const rows = new Map((await standings.of([...running.keys()])).map((row) => [row.standing.issueId, row]));
    await this.heal([...running.values()].map((listed) => ({ row: rows.get(listed.issueId), listed })), report, beside);
    return report;
  }

  /** What runs from before a restore may know what the record never held: all of it is ended, once an epoch, and begun anew. */
  private async takeUpEpoch(running: Map<string, RunningIssue>, report: Mutable<ReconcileReport>): Promise<void> {
    const { standings, workflows } = this.parts;
    const epoch = await standings.epochToTakeUp();
    if (epoch === undefined) return;
    await atMost(AT_ONCE, [...running.keys()], (issueId) => workflows.end(issueId, `epoch ${epoch}`));
    report.ended = running.size;
    running.clear();
    await standings.takeUp(epoch);
  }

  private async heal(pairs: readonly Pair[], report: Mutable<ReconcileReport>, beside: boolean): Promise<void> {
    const told: Standing[] = [];
    await atMost(AT_ONCE, pairs, async ({ row, listed }) => {
      const remedy = remedyFor(row, listed);
      if (remedy === 'none') return;
      if (remedy === 'suspect') return this.suspect(listed!, report);
      if (beside && remedy !== 'finish' && !isTold(row!)) return;
      const { standing } = row!;
      if (remedy === 'start') {
        // Not listed and running all the same: the list lags behind, and it was told when it was started.
        if (await this.parts.workflows.start(standing)) report.started++;
        else if (!isTold(row!)) await this.parts.workflows.tell(standing);
      } else await this.parts.workflows.tell(standing);
      if (remedy === 'finish') report.finished++;
      if (remedy === 'signal') report.signalled++;
      told.push(standing);
    });
    await this.parts.standings.markSent(told);
  }

  /** Only the stream itself convicts: our table may have been read a moment too early. */
  private async suspect(listed: RunningIssue, report: Mutable<ReconcileReport>): Promise<void> {
    const { head } = await this.parts.store.readStream(streamOf.issue(listed.issueId));
    if (head.revision >= (listed.revision ?? 0)) return;
    report.ahead = [...report.ahead, listed.issueId];
    report.standstill = 'workflows-ahead';
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function troubledOf(running: ReadonlyMap<string, RunningIssue>): readonly string[] {
  return [...running.values()].filter((issue) => issue.troubled).map((issue) => issue.issueId);
}

function isTold({ standing, signalledRevision }: StandingRow): boolean {
  return signalledRevision >= standing.revision;
}

function taken(running: Map<string, RunningIssue>, issueId: string): RunningIssue | undefined {
  const issue = running.get(issueId);
  running.delete(issueId);
  return issue;
}
