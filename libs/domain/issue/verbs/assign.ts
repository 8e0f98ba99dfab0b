import { accept, refuse, type Decision } from '#kernel';
import type { DispatchIssue, ReturnAssignment, SignForAssignment } from '../commands.js';
import { assignmentDeadlines, deadlineSet } from '../deadlines.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { given, happened } from '../happened.js';
import { dispatchLimit } from '../limits.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import { aRulingIsNotReturned } from '../rules/a-ruling-is-not-returned.js';
import { afterRepeatedReturnsAHeadRules } from '../rules/after-repeated-returns-a-head-rules.js';
import type { IssueFor } from '../status.js';

/** To the unit that shall handle it: signing, first contact and handling all run from now. */
export function dispatch(command: DispatchIssue, issue: IssueFor<'dispatch-issue'>, facts: IssueFacts): Decision<IssueEvent> {
  const { rules, directory } = facts;
  const unit = directory.unit(command.data.unit);
  if (!unit) return refuse('unit-unknown', { unit: command.data.unit });
  const ruling = issue.returns >= rules.returnsBeforeRuling.value;
  const refused = afterRepeatedReturnsAHeadRules(command.by, ruling);
  if (refused) return refused;
  const holder = { unit: unit.code, level: unit.level };
  return accept<IssueEvent>(
    happened(command, 'IssueDispatched', { ...holder, from: issue.holder.unit, ruling, ...given({ note: command.data.note }) }),
    ...assignmentDeadlines(command, facts, { holder, classification: issue.classification, contacted: issue.contacted }),
  );
}

export function signFor(command: SignForAssignment, issue: IssueFor<'sign-for-assignment'>): Decision<IssueEvent> {
  if (command.by.kind !== 'cadre') return refuse('a-person-signs');
  return accept<IssueEvent>(happened(command, 'AssignmentSignedFor', { unit: issue.holder.unit, cadre: command.by.cadre }));
}

/** Back to the unit that dispatched it, whose clock for dispatching begins again. */
export function returnAssignment(command: ReturnAssignment, issue: IssueFor<'return-assignment'>, facts: IssueFacts): Decision<IssueEvent> {
  const refused = aReasonIsGiven(command.data.note) ?? aRulingIsNotReturned(issue);
  if (refused) return refused;
  const sender = facts.directory.unit(issue.dispatchedBy);
  if (!sender) return refuse('unit-unknown', { unit: issue.dispatchedBy });
  const { ground, note } = command.data;
  return accept<IssueEvent>(
    happened(command, 'AssignmentReturned', { unit: issue.holder.unit, to: sender.code, level: sender.level, ground, note, count: issue.returns + 1 }),
    deadlineSet(command, facts, {
      kind: 'dispatch', holder: { unit: sender.code, level: sender.level }, limit: dispatchLimit(facts.rules, issue.classification),
    }),
  );
}
