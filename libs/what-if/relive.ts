import { initialIssue, issueDecider, type IssueCommand, type IssueEvent, type IssueState } from '#domain';
import type { Instant, Refusal } from '#kernel';
import type { Act } from './acts.js';
import { commandOf } from './command-of.js';
import { Life, stands, type LivingBy } from './life.js';

/** Where something that people did no longer fits: from here on the other life is a guess. */
export interface Departure {
  readonly step: number;
  readonly at: Instant;
  readonly command: IssueCommand['type'];
  readonly refusal: Refusal;
}

export interface Relived {
  readonly recorded: readonly IssueEvent[];
  readonly events: readonly IssueEvent[];
  /** What people did and the other life refused, in order; it fell away there. */
  readonly departures: readonly Departure[];
  /** How often people did what they did while, in the other life, another unit held the issue. */
  readonly elsewhere: number;
}

/**
 * Lives an issue again: what people did is given at its moment, what the clock did follows from the rules it is lived by.
 * The two lives go side by side, and share the clock's lateness: a step that stands in both passes when it passed on
 * record. Lived by the rules that it was lived by, it is the recorded life, event by event.
 */
export function relive(acts: readonly Act[], by: LivingBy, until: Instant): Relived {
  const life = new Life(by);
  const departures: Departure[] = [];
  let record: IssueState = initialIssue;
  let elsewhere = 0;
  for (const act of acts) {
    const command = commandOf(act, issueIdOf(acts));
    life.passBefore(command.at, record);
    if (command.type === 'pass-deadline') {
      passAsRecorded(life, command, record);
    } else {
      if (isHeldElsewhere(record, life.state)) elsewhere += 1;
      const refusal = life.give(command);
      if (refusal) departures.push({ step: act.step, at: command.at, command: command.type, refusal });
    }
    record = act.events.reduce(issueDecider.evolve, record);
  }
  life.passBefore(until, record);
  return { recorded: acts.flatMap(({ events }) => events), events: life.events, departures, elsewhere };
}

/** Where the other life has the step too, it passes with it; where it cannot yet, the clock comes back to it. */
function passAsRecorded(life: Life, command: Extract<IssueCommand, { type: 'pass-deadline' }>, record: IssueState): void {
  const { deadline, step } = command.data;
  const due = record.status === 'none' ? undefined : record.deadlines.find(({ id }) => id === deadline)?.pending.find(({ id }) => id === step);
  if (due && stands(life.state, step, due.at)) life.give(command);
}

function isHeldElsewhere(record: IssueState, other: IssueState): boolean {
  return record.status !== 'none' && other.status !== 'none' && record.holder.unit !== other.holder.unit;
}

function issueIdOf([first]: readonly Act[]): string {
  const event = first?.events[0];
  return event?.type === 'IssueReported' ? event.data.issueId : '';
}
