import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { passDeadlineIdOf, type CommandOutcome } from '#application';
import type { PassDeadline } from '#domain';
import { never, type Instant, type WorkflowRun } from '#kernel';
import type { ClockActivities, StepAnswer } from '#wire/clock';

export interface ActivityParts {
  /** Gives one command to its aggregate: libs/application's command bus. */
  readonly give: (command: PassDeadline, workflow: WorkflowRun | undefined) => Promise<CommandOutcome>;
  readonly now: () => Instant;
  /** The run that an activity is carried out for; that of Temporal's own context when left out. */
  readonly run?: () => WorkflowRun | undefined;
  /** While the clock stands still no deadline passes: the record may be an old copy. */
  readonly frozen?: () => boolean;
}

/** What workers do for the workflows. Each call can be repeated: the command's id follows from the step. */
export function clockActivities({ give, now, run = runOfActivity, frozen = () => false }: ActivityParts): ClockActivities {
  return {
    async passDeadline(issueId, deadline, step) {
      if (frozen()) throw ApplicationFailure.nonRetryable('the clock is frozen', 'clock-frozen');
      return answerTo(await give({
        type: 'pass-deadline', id: passDeadlineIdOf(issueId, step), at: now(), by: { kind: 'clock' }, data: { issueId, deadline, step },
      }, run()));
    },
  };
}

function runOfActivity(): WorkflowRun | undefined {
  const { workflowExecution } = activityInfo();
  return workflowExecution && { id: workflowExecution.workflowId, run: workflowExecution.runId };
}

function answerTo(outcome: CommandOutcome): StepAnswer {
  switch (outcome.status) {
    case 'done': return { outcome: 'passed', revision: outcome.receipt.lastRevision };
    case 'unchanged': return { outcome: 'gone' };
    case 'refused': return refused(outcome.refusal.code);
    case 'unknown': throw ApplicationFailure.retryable('the answer of the record was lost', 'command-outcome-unknown');
    case 'command-differs': throw ApplicationFailure.nonRetryable('the id of this step was used for another command', 'command-differs');
    default: return never(outcome);
  }
}

/** Only these refusals are answers; after any other the workflow waits and asks again. */
function refused(code: string): StepAnswer {
  if (code === 'deadline-not-yet-due') return { outcome: 'early' };
  if (code === 'deadline-not-standing' || code === 'issue-unknown') return { outcome: 'gone' };
  throw ApplicationFailure.nonRetryable('the record refused to pass a step that stands', code);
}
