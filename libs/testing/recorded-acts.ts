import { issueDecider, nextStep, type IssueCommand, type IssueEvent, type IssueFacts } from '#domain';
import type { Instant } from '#kernel';
import { CLOCK, FIXED_FACTS } from './fixtures.js';

/** One command as the record keeps it. */
export interface ActOnRecord {
  readonly id: string;
  readonly type: IssueCommand['type'];
  readonly recordedAt: Instant;
  readonly step: number;
  readonly events: readonly IssueEvent[];
}

/** Accepted commands with their events, as the record keeps them; those that changed nothing are not there. */
export function onRecord(decided: readonly { readonly command: IssueCommand; readonly events: readonly IssueEvent[] }[]): ActOnRecord[] {
  let step = 1;
  return decided.flatMap(({ command: { id, type, at }, events }) => {
    if (events.length === 0) return [];
    const act = { id, type, recordedAt: at, step, events };
    step += events.length;
    return [act];
  });
}

/** The record of people who give these commands while a clock that is never late passes every step, up to a moment. */
export function recordOf(commands: readonly IssueCommand[], until: Instant, facts: IssueFacts = FIXED_FACTS): ActOnRecord[] {
  const decided: { command: IssueCommand; events: readonly IssueEvent[] }[] = [];
  let state = issueDecider.initial;
  const give = (command: IssueCommand): void => {
    const decision = issueDecider.decide(command, state, facts);
    if (!decision.accepted) throw new Error(`${command.type} is refused: ${JSON.stringify(decision.refusal)}`);
    decided.push({ command, events: decision.events });
    state = decision.events.reduce(issueDecider.evolve, state);
  };
  const passBefore = (moment: Instant): void => {
    for (let next = nextStep(state); next && next.at < moment && state.status !== 'none'; next = nextStep(state)) {
      give({ type: 'pass-deadline', id: clockId(state.issueId, next.step), at: next.at, by: CLOCK, data: { issueId: state.issueId, deadline: next.deadline, step: next.step } });
    }
  };
  for (const command of commands) {
    passBefore(command.at);
    give(command);
  }
  passBefore(until);
  return onRecord(decided);
}

/** Stands for the ids that the application gives the clock's commands: the same step, the same id. */
export function clockId(issueId: string, step: string): string {
  return `pass ${issueId} ${step}`;
}
