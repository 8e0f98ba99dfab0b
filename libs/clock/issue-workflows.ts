import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { attributesOf, CLOCK_QUEUE, ISSUE_WORKFLOW, issueWorkflowId, overdueAt, STANDING_CHANGED, type Standing, type StandingAttribute } from '#wire/clock';
import type { SearchAttributePair } from '@temporalio/common';

type Life = (opening: Standing, renewAfter?: number) => Promise<Standing>;

/** A workflow that Temporal lists as running. `revision` is null while it has not shown one. */
export interface RunningIssue {
  readonly issueId: string;
  readonly revision: number | null;
  /** Temporal reports that the workflow's tasks fail again and again. */
  readonly troubled: boolean;
}

export interface IssueWorkflowsOptions {
  readonly client: Client;
  /** The first task of a new workflow goes straight to the worker in this process, which must use the client's connection. */
  readonly eager?: boolean;
  /** For trials: the length of history at which a workflow begins a fresh one. */
  readonly renewAfter?: number;
}

/** The issue workflows as the sender and the reconciler see them. All calls can be repeated. */
export type Workflows = Pick<IssueWorkflows, 'tell' | 'start' | 'end' | 'running'>;

/** The issue workflows by Temporal's client. */
export class IssueWorkflows {
  private readonly client: Client;

  constructor(private readonly options: IssueWorkflowsOptions) {
    this.client = options.client;
  }

  /** Brings an issue's workflow to this standing: started when it does not run, unless the issue has ended. */
  async tell(standing: Standing): Promise<void> {
    if (standing.stage === 'ended') return this.finish(standing);
    await this.client.workflow.signalWithStart<Life, [Standing]>(ISSUE_WORKFLOW, {
      ...this.startOptions(standing), signal: STANDING_CHANGED, signalArgs: [standing],
    });
  }

  /** Starts the workflow of an open issue; false, and nothing told, when it runs already. Cheaper than `tell` for a new issue: one event less in its history. */
  async start(standing: Standing): Promise<boolean> {
    try {
      await this.client.workflow.start<Life>(ISSUE_WORKFLOW, { ...this.startOptions(standing), requestEagerStart: this.options.eager ?? false });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /** Tells a workflow that its issue has ended. That none runs is as good. */
  private async finish(standing: Standing): Promise<void> {
    try {
      await this.client.workflow.getHandle(issueWorkflowId(standing.issueId)).signal(STANDING_CHANGED, standing);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  /** Ends an issue's workflow, whatever it knows. That none runs is as good. */
  async end(issueId: string, reason: string): Promise<void> {
    try {
      await this.client.workflow.getHandle(issueWorkflowId(issueId)).terminate(reason);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  /** All that Temporal's list shows as running; it may lag behind by a moment. One call for a thousand. */
  async *running(): AsyncIterable<RunningIssue> {
    const prefix = issueWorkflowId('');
    for await (const execution of this.client.workflow.list({ query: `WorkflowType = '${ISSUE_WORKFLOW}' AND ExecutionStatus = 'Running'`, pageSize: 1_000 })) {
      if (!execution.workflowId.startsWith(prefix)) continue;
      yield {
        issueId: execution.workflowId.slice(prefix.length),
        revision: execution.typedSearchAttributes.get({ name: 'Revision', type: 'INT' }) ?? null,
        troubled: (execution.typedSearchAttributes.get({ name: 'TemporalReportedProblems', type: 'KEYWORD_LIST' })?.length ?? 0) > 0,
      };
    }
  }

  private startOptions(standing: Standing) {
    const args: Parameters<Life> = this.options.renewAfter === undefined ? [standing] : [standing, this.options.renewAfter];
    return {
      workflowId: issueWorkflowId(standing.issueId),
      taskQueue: CLOCK_QUEUE,
      args,
      // Shown from the first moment: a workflow that stands where it started writes no attributes of its own.
      typedSearchAttributes: attributesOf(standing, overdueAt(standing, Date.now())).filter(isSet),
    };
  }
}

function isSet(attribute: StandingAttribute): attribute is StandingAttribute & SearchAttributePair {
  return attribute.value !== null;
}
