import type { RunningIssue, Workflows } from '../../libs/clock/issue-workflows.js';
import type { ClockActivities, Standing, StepAnswer } from '#wire/clock';

interface Run {
  readonly opening: Standing;
  standing: Standing;
}

/** Temporal and the issue workflows in it as far as the clock can tell them from the real ones, with a list that lags when told to. */
export class FakeTemporal implements Workflows {
  private readonly runs = new Map<string, Run>();
  private listed: readonly RunningIssue[] = [];
  listLags = false;
  /** Issues of which it takes neither start nor signal, as of one whose history is full. */
  readonly refuses = new Set<string>();
  /** Issues whose tasks fail: their workflows show nothing of what they are told. */
  readonly troubles = new Set<string>();
  /** The issue of each signal and start that it took, in order. */
  readonly heard: string[] = [];

  get standings(): readonly Standing[] {
    return [...this.runs.values()].map(({ standing }) => standing);
  }

  async tell(standing: Standing): Promise<void> {
    this.hear(standing);
    const run = this.runs.get(standing.issueId);
    if (run) this.learn(run, standing);
    else if (standing.stage !== 'ended') this.begin(standing);
  }

  async start(standing: Standing): Promise<boolean> {
    this.hear(standing);
    if (this.runs.has(standing.issueId)) return false;
    this.begin(standing);
    return true;
  }

  async *running(): AsyncIterable<RunningIssue> {
    if (!this.listLags) this.listed = this.standings.map(({ issueId, revision }) => ({ issueId, revision, troubled: this.troubles.has(issueId) }));
    yield* this.listed;
  }

  /** Terminated, cancelled. */
  async end(issueId: string): Promise<void> {
    this.runs.delete(issueId);
  }

  /** Back to how it began; what was signalled since is forgotten. */
  reset(issueId: string): void {
    const run = this.runs.get(issueId);
    if (run) run.standing = run.opening;
  }

  empty(): void {
    this.runs.clear();
  }

  /** Every workflow whose step has come asks the record to pass it, as the real one does. True when one asked. */
  async elapse(now: string, { passDeadline }: ClockActivities): Promise<boolean> {
    const due = [...this.runs.values()].filter(({ standing: { next } }) => next !== null && next.at <= now);
    for (const { standing } of due) await passDeadline(standing.issueId, standing.next!.deadline, standing.next!.step).catch((): StepAnswer | undefined => undefined);
    return due.length > 0;
  }

  private hear({ issueId }: Standing): void {
    if (this.refuses.has(issueId)) throw Object.assign(new Error('8 RESOURCE_EXHAUSTED: exceeded workflow execution limit for signal events'), { code: 8 });
    this.heard.push(issueId);
  }

  private begin(standing: Standing): void {
    this.runs.set(standing.issueId, { opening: standing, standing });
  }

  private learn(run: Run, newer: Standing): void {
    if (newer.revision <= run.standing.revision || this.troubles.has(newer.issueId)) return;
    run.standing = newer;
    if (newer.stage === 'ended') this.runs.delete(newer.issueId);
  }
}
