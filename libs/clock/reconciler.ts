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
  /** Issues that Temporal would not be told of, and what it said of the first. The others were healed all the same. */
  readonly refused: readonly string[];
  readonly refusal: string | null;
  /** Issues whose workflow knows more than the record. */
  readonly ahead: readonly string[];
  readonly standstill: StandstillCause | null;
}

export type Remedy = 'none' | 'start' | 'finish' | 'signal' | 'suspect';

/**
 * What to do about an issue as the record has it (if at all) and as Temporal lists it (if at all). A workflow whose tasks fail shows nothing of what it
 * was told: once is enough, for each signal stays in its history, and Temporal takes no more than so many.
 */
export function remedyFor(row: StandingRow | undefined, running: RunningIssue | undefined): Remedy {
  if (!running) return row && row.standing.stage !== 'ended' ? 'start' : 'none';
  if (!row || (running.revision ?? 0) > row.standing.revision) return 'suspect';
  if (running.troubled && isTold(row)) return 'none';
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
/** So many issues in a row that Temporal would not be told of: it is not these issues but Temporal, and the rest waits for the next comparison. */
const GIVE_UP = 2 * AT_ONCE;

/** One comparison under way. */
interface Comparison {
  readonly report: Mutable<ReconcileReport>;
  /** What a sender beside it has still to tell is left to that one. */
  readonly beside: boolean;
  readonly refused: string[];
  refusedInARow: number;
}

interface Comparing {
  readonly beside?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Pair {
  readonly row: StandingRow | undefined;
  readonly listed: RunningIssue | undefined;
}

/**
 * Compares the record with Temporal and heals what differs: terminated, cancelled and reset workflows, lost signals, an
 * emptied Temporal. Can be repeated at any time, beside a running clock too. One list call for a thousand issues.
 */
export class Reconciler {
  private issuesHealed = 0;

  constructor(private readonly parts: ReconcilerParts) {}

  /** Issues that were healed since the beginning: a long comparison that moves can be told from one that hangs. */
  get healed(): number {
    return this.issuesHealed;
  }

  /** `beside` a sender: what that one has still to tell is left to it. `onProgress` is told how many of the open issues are compared. */
  async reconcile({ beside = false, onProgress }: Comparing = {}): Promise<ReconcileReport> {
    const { keeper, standings, store, workflows } = this.parts;
    const running = new Map<string, RunningIssue>();
    // Temporal first, the record after it: whatever a workflow knew when it was listed is in the record by then.
    for await (const issue of workflows.running()) running.set(issue.issueId, issue);
    const refused: string[] = [];
    const report: Mutable<ReconcileReport> = { open: 0, running: running.size, started: 0, finished: 0, signalled: 0, ended: 0, troubled: troubledOf(running), refused, refusal: null, ahead: [], standstill: null };
    const comparison: Comparison = { report, beside, refused, refusedInARow: 0 };
    if (await this.parts.undeclared?.()) return { ...report, standstill: 'gap-undeclared' };
    if ((await standings.checkpoint()) > (await store.lastPosition())) return { ...report, standstill: 'record-shorter' };

    await keeper.catchUp();
    await this.takeUpEpoch(running, report);
    const total = onProgress ? await standings.countOpen() : 0;
    for (let rows = await standings.open(''); rows.length > 0; rows = await standings.open(rows.at(-1)!.standing.issueId)) {
      report.open += rows.length;
      await this.heal(rows.map((row) => ({ row, listed: taken(running, row.standing.issueId) })), comparison);
      onProgress?.(report.open, Math.max(report.open, total));
    }
    // What is left runs, but is not open in the record.
    const rows = new Map((await standings.of([...running.keys()])).map((row) => [row.standing.issueId, row]));
    await this.heal([...running.values()].map((listed) => ({ row: rows.get(listed.issueId), listed })), comparison);
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

  private async heal(pairs: readonly Pair[], comparison: Comparison): Promise<void> {
    const { report, beside } = comparison;
    const told: Standing[] = [];
    await atMost(AT_ONCE, pairs, async ({ row, listed }) => {
      const remedy = remedyFor(row, listed);
      if (remedy === 'none') return;
      if (remedy === 'suspect') return this.suspect(listed!, report);
      if (beside && remedy !== 'finish' && !isTold(row!)) return;
      if (await this.isApplied(remedy, row!, comparison)) told.push(row!.standing);
    });
    await this.parts.standings.markSent(told);
  }

  /** What Temporal refuses is noted, and stops nothing else. */
  private async isApplied(remedy: Exclude<Remedy, 'none' | 'suspect'>, row: StandingRow, comparison: Comparison): Promise<boolean> {
    if (comparison.refusedInARow >= GIVE_UP) return false;
    try {
      await this.apply(remedy, row, comparison.report);
    } catch (error) {
      comparison.refusedInARow += 1;
      comparison.refused.push(row.standing.issueId);
      comparison.report.refusal ??= error instanceof Error ? error.message : String(error);
      return false;
    }
    comparison.refusedInARow = 0;
    this.issuesHealed += 1;
    return true;
  }

  private async apply(remedy: Exclude<Remedy, 'none' | 'suspect'>, row: StandingRow, report: Mutable<ReconcileReport>): Promise<void> {
    const { workflows } = this.parts;
    if (remedy === 'start') {
      // Not listed and running all the same: the list lags behind, and it was told when it was started.
      if (await workflows.start(row.standing)) report.started++;
      else if (!isTold(row)) await workflows.tell(row.standing);
    } else await workflows.tell(row.standing);
    if (remedy === 'finish') report.finished++;
    if (remedy === 'signal') report.signalled++;
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
