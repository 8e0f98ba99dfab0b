import { accept, refuse, type Command, type Decision } from '#kernel';
import type { UnitRef } from '../../unit/unit.js';
import { nextAbove } from '../climb.js';
import type { AskForSupport, TakeOverIssue } from '../commands.js';
import { assignmentDeadlines, deadlineSet } from '../deadlines.js';
import type { IssueEvent, TakeOverGround } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { dispatchLimit, handlingLimit } from '../limits.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import { onlyTheLevelAboveTakesOver } from '../rules/only-the-level-above-takes-over.js';
import { supportIsAskedOnce } from '../rules/support-is-asked-once.js';
import type { IssueFor } from '../status.js';

type Takeable = IssueFor<'take-over-issue'>;

export function askForSupport(command: AskForSupport, issue: Takeable, facts: IssueFacts): Decision<IssueEvent> {
  const above = nextAbove(issue, facts.directory);
  if (!above) return refuse('no-level-above', { unit: issue.holder.unit });
  const refused = aReasonIsGiven(command.data.reason) ?? supportIsAskedOnce(issue);
  return refused ?? accept<IssueEvent>(happened(command, 'SupportAsked', { from: issue.holder.unit, to: above.code, reason: command.data.reason }));
}

export function takeOver(command: TakeOverIssue, issue: Takeable, facts: IssueFacts): Decision<IssueEvent> {
  const above = nextAbove(issue, facts.directory);
  if (!above) return refuse('no-level-above', { unit: issue.holder.unit });
  const refused = onlyTheLevelAboveTakesOver(command.by, above, facts.directory);
  return refused ?? accept<IssueEvent>(...takenOver(command, issue, above, issue.supportAskedOf === null ? 'ordered' : 'asked', facts));
}

/**
 * The level above holds the issue, with clocks of its own: before registration for dispatching, before signing for all of
 * an assignment, in handling for handling.
 */
export function takenOver(command: Pick<Command, 'id' | 'at' | 'by'>, issue: Takeable, above: UnitRef, ground: TakeOverGround, facts: IssueFacts): IssueEvent[] {
  const { rules } = facts;
  const holder = { unit: above.code, level: above.level };
  const event = happened(command, 'IssueTakenOver', { from: issue.holder, to: holder, ground });
  if (issue.status === 'reported') return [event, deadlineSet(command, facts, { kind: 'dispatch', holder, limit: dispatchLimit(rules, null) })];
  if (issue.status === 'handling') return [event, deadlineSet(command, facts, { kind: 'handling', holder, limit: handlingLimit(rules, issue.classification, holder.level, false) })];
  return [event, ...assignmentDeadlines(command, facts, { ...issue, holder })];
}
