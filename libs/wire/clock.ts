import { millisOf, type Instant } from '#kernel';
import type { DeadlineKind, Level, Stage, StepAct } from '#domain';

/** The task queue of the workers that run issue workflows and the clock's activities. */
export const CLOCK_QUEUE = 'minqing-clock';
export const ISSUE_WORKFLOW = 'issueLife';
export const SEAL_WORKFLOW = 'sealRecord';
export const STANDING_CHANGED = 'standing-changed';
export const STANDING_QUERY = 'standing';

export function issueWorkflowId(issueId: string): string {
  return `issue/${issueId}`;
}

/** The one step the clock waits for: the earliest of all that stand. */
export interface NextStep {
  readonly deadline: string;
  readonly step: string;
  readonly kind: DeadlineKind;
  readonly act: StepAct;
  readonly at: Instant;
  /** When the deadline itself is due; before `at` for the steps after it. */
  readonly dueAt: Instant;
}

/** How an issue stands at a revision: all that a workflow knows of it. Codes only, no personal data. */
export interface Standing {
  readonly issueId: string;
  readonly revision: number;
  readonly stage: Stage;
  readonly level: Level;
  readonly unit: string;
  readonly topic: string | null;
  readonly supervised: boolean;
  /** As in the ledger: the earliest due moment of the deadlines that stand. Absent in what was told before it was carried. */
  readonly dueAt?: Instant | null;
  readonly next: NextStep | null;
}

/**
 * What the activity that gives `pass-deadline` tells the workflow. `passed`: the record took it (now or before), and the
 * issue is at least at this revision. `gone`: it no longer stands. `early`: its moment has not come by the record's clock.
 */
export type StepAnswer =
  | { readonly outcome: 'passed'; readonly revision: number }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'early' };

/**
 * Why the clock must stand still. `gap-undeclared`: the record was restored, and what it lacks is not declared; `record-shorter`: the clock's own table
 * has read further than the record reaches; `workflows-ahead`: workflows know more than the record. The last two: another record, or an older copy of it.
 */
export const STANDSTILL_CAUSES = ['gap-undeclared', 'record-shorter', 'workflows-ahead'] as const;
export type StandstillCause = (typeof STANDSTILL_CAUSES)[number];

export interface ClockActivities {
  passDeadline(issueId: string, deadline: string, step: string): Promise<StepAnswer>;
}

export interface SealActivities {
  /** Seals the record for most of a minute. The number of checkpoints it signed. */
  seal(): Promise<number>;
}

/** Search attributes of an issue's workflow. `Revision` lets the reconciler compare by listing, without asking each workflow. */
export const SEARCH_ATTRIBUTES = {
  Stage: 'Keyword', Level: 'Keyword', Unit: 'Keyword', Topic: 'Keyword', DueAt: 'Datetime', Overdue: 'Bool', Revision: 'Int',
} as const;

interface AttributeOf<Type extends string, Value> {
  readonly key: { readonly name: keyof typeof SEARCH_ATTRIBUTES; readonly type: Type };
  readonly value: Value | null;
}

/** One search attribute in the form that Temporal's client and workflows both take; null for none. */
export type StandingAttribute = AttributeOf<'KEYWORD', string> | AttributeOf<'DATETIME', Date> | AttributeOf<'BOOL', boolean> | AttributeOf<'INT', number>;

/** Whether an open issue is overdue at a moment, in milliseconds, as ledger and board say it. */
export function overdueAt(standing: Standing, now: number): boolean {
  const { stage, dueAt } = standing;
  if (dueAt === undefined) return overdueByStep(standing);
  return stage !== 'ended' && dueAt !== null && millisOf(dueAt) < now;
}

/** As it was told before a standing carried a due moment: the step waited for lies behind its deadline's, or the top was told. */
export function overdueByStep({ stage, supervised, next }: Standing): boolean {
  return stage !== 'ended' && (supervised || (next !== null && next.at > next.dueAt));
}

/** What Temporal's own page shows of an issue. */
export function attributesOf(standing: Standing, overdue: boolean): readonly StandingAttribute[] {
  const { next } = standing;
  return [
    { key: { name: 'Stage', type: 'KEYWORD' }, value: standing.stage },
    { key: { name: 'Level', type: 'KEYWORD' }, value: standing.level },
    { key: { name: 'Unit', type: 'KEYWORD' }, value: standing.unit },
    { key: { name: 'Topic', type: 'KEYWORD' }, value: standing.topic },
    { key: { name: 'DueAt', type: 'DATETIME' }, value: next && new Date(millisOf(next.dueAt)) },
    { key: { name: 'Overdue', type: 'BOOL' }, value: overdue },
    { key: { name: 'Revision', type: 'INT' }, value: standing.revision },
  ];
}
