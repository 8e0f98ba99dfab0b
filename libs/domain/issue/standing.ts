import type { Instant } from '#kernel';
import { DEADLINE_KINDS, type DeadlineKind, type StepAct } from '../rulebook/rulebook.js';
import type { Level } from '../unit/unit.js';
import type { IssueState, KnownIssue, Stage, StandingDeadline } from './state.js';
import { stageOf } from './status.js';

/** The one step the clock waits for. */
export interface PendingStep {
  readonly deadline: string;
  readonly step: string;
  readonly kind: DeadlineKind;
  readonly act: StepAct;
  readonly at: Instant;
  readonly dueAt: Instant;
}

/** How an issue stands at a revision: codes only, no personal data. */
export interface IssueStanding {
  readonly issueId: string;
  readonly revision: number;
  readonly stage: Stage;
  readonly level: Level;
  readonly unit: string;
  readonly topic: string | null;
  readonly supervised: boolean;
  /** The earliest due moment of the deadlines that stand; the issue is overdue from the moment after it. */
  readonly dueAt: Instant | null;
  readonly next: PendingStep | null;
}

/** The earliest step of all deadlines that stand; of two at one moment, the one of the earlier kind. Null when none is left. */
export function nextStep(state: IssueState): PendingStep | null {
  if (state.status === 'none') return null;
  const first = state.deadlines.flatMap((deadline) => {
    const step = deadline.pending[0];
    return step ? [{ deadline: deadline.id, step: step.id, kind: deadline.kind, act: step.act, at: step.at, dueAt: deadline.dueAt }] : [];
  });
  return first.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : orderOf(one) - orderOf(other)))[0] ?? null;
}

export function earliestDue({ deadlines }: KnownIssue): StandingDeadline | undefined {
  return deadlines.reduce<StandingDeadline | undefined>((least, deadline) => (!least || deadline.dueAt < least.dueAt ? deadline : least), undefined);
}

export function standingOf(issue: KnownIssue, revision: number): IssueStanding {
  return {
    issueId: issue.issueId, revision, stage: stageOf(issue.status), level: issue.holder.level, unit: issue.holder.unit,
    topic: issue.classification?.topic ?? null, supervised: issue.supervised, dueAt: earliestDue(issue)?.dueAt ?? null, next: nextStep(issue),
  };
}

function orderOf(step: PendingStep): number {
  return DEADLINE_KINDS.indexOf(step.kind);
}
