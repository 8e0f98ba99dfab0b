import type { Instant } from '#kernel';
import type { DeadlineKind, Level, Stage, StepAct } from '#domain';

/** The task queue of the workers that run issue workflows and the clock's activities. */
export const CLOCK_QUEUE = 'minqing-clock';
export const ISSUE_WORKFLOW = 'issueLife';
export const STANDING_CHANGED = 'standing-changed';

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
  readonly next: NextStep | null;
}

/** What the activity that gives `pass-deadline` tells the workflow. */
export interface StepAnswer {
  /** `passed`: the record took it (now or before). `gone`: it no longer stands. `early`: its moment has not come by the record's clock. */
  readonly outcome: 'passed' | 'gone' | 'early';
  /** The issue's revision in the record after the answer. */
  readonly revision: number;
}

export interface ClockActivities {
  passDeadline(issueId: string, deadline: string, step: string): Promise<StepAnswer>;
}

/** Search attributes of an issue's workflow, all but the last two of type Keyword. */
export const SEARCH_ATTRIBUTES = { Stage: 'Keyword', Level: 'Keyword', Unit: 'Keyword', Topic: 'Keyword', DueAt: 'Datetime', Overdue: 'Bool' } as const;
