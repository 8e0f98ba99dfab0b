import { initialIssue, issueDecider, nextStep, type IssueCommand, type IssueEvent, type IssueFacts, type IssueState, type PendingStep } from '#domain';
import type { Instant, Refusal } from '#kernel';

/** What an issue is lived by. */
export interface LivingBy {
  /** The rules, calendar and units that a command of this moment is decided by. */
  factsAt(moment: Instant): IssueFacts;
  /** The clock's command for a step has this id, whenever it comes to it: what follows can be told to be the same. */
  clockId(issueId: string, step: string): string;
}

/** A life of an issue as it is being lived, in memory: the decider's, with commands from wherever. */
export class Life {
  readonly events: IssueEvent[] = [];
  state: IssueState = initialIssue;
  private now: Instant = '';
  /** Deadlines whose step the decider refuses to pass: the clock would ask again for ever. */
  private readonly stuck = new Set<string>();

  constructor(private readonly by: LivingBy) {}

  give(command: IssueCommand): Refusal | undefined {
    const decision = issueDecider.decide(command, this.state, this.by.factsAt(command.at));
    if (!decision.accepted) return decision.refusal;
    this.events.push(...decision.events);
    this.state = decision.events.reduce(issueDecider.evolve, this.state);
    if (command.at > this.now) this.now = command.at;
    return undefined;
  }

  /**
   * The clock passes every step due before a moment, each at its own moment. Steps that the record has standing too are left
   * to the record: it tells when they passed, or that something took them away first.
   */
  passBefore(moment: Instant, record: IssueState): void {
    for (let step = this.next(record); step && step.at < moment; step = this.next(record)) {
      const command = this.passing(step);
      if (this.give(command)) this.stuck.add(step.deadline);
    }
  }

  private next(record: IssueState): PendingStep | null {
    const { state } = this;
    if (state.status === 'none') return null;
    const free = state.deadlines.filter(({ id, pending: [step] }) => step && !this.stuck.has(id) && !stands(record, step.id, step.at));
    return free.length === 0 ? null : nextStep({ ...state, deadlines: free });
  }

  private passing({ deadline, step, at }: PendingStep): IssueCommand {
    const issueId = this.state.status === 'none' ? '' : this.state.issueId;
    return { type: 'pass-deadline', id: this.by.clockId(issueId, step), at: at > this.now ? at : this.now, by: { kind: 'clock' }, data: { issueId, deadline, step } };
  }
}

/** Whether this very step, due at this very moment, has not passed yet. */
export function stands(issue: IssueState, step: string, at: Instant): boolean {
  return issue.status !== 'none' && issue.deadlines.some(({ pending }) => pending.some((each) => each.id === step && each.at === at));
}
