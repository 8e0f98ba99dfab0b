import { accept, refuse, type Decision } from '#kernel';
import type { DispatchIssue, ReturnAssignment, SignForAssignment } from '../commands.js';
import { assignmentDeadlines, deadlineHandedOn, deadlineSet, standing } from '../deadlines.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { given, happened } from '../happened.js';
import { dispatchLimit } from '../limits.js';
import { aDispatchStaysWithinReach } from '../rules/a-dispatch-stays-within-reach.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import { aRulingIsNotReturned } from '../rules/a-ruling-is-not-returned.js';
import { afterRepeatedReturnsAHeadRules, isRulingDue } from '../rules/after-repeated-returns-a-head-rules.js';
import { whatWasTakenOverStaysWithTheTaker } from '../rules/what-was-taken-over-stays-with-the-taker.js';
import type { IssueToPassOn } from '../state.js';
import type { IssueFor } from '../status.js';

/** To the unit that shall handle it: signing, first contact and handling all run from now. */
export function dispatch(command: DispatchIssue, issue: IssueFor<'dispatch-issue'>, facts: IssueFacts): Decision<IssueEvent> {
  const { rules, directory } = facts;
  const unit = directory.unit(command.data.unit);
  if (!unit) return refuse('unit-unknown', { unit: command.data.unit });
  const refused = afterRepeatedReturnsAHeadRules(command.by, issue, rules)
    ?? (facts.onRecord ? undefined : aDispatchStaysWithinReach(command.by, unit, issue.area, directory));
  if (refused) return refused;
  const holder = { unit: unit.code, level: unit.level };
  return accept<IssueEvent>(
    happened(command, 'IssueDispatched', { ...holder, from: issue.holder.unit, ruling: isRulingDue(issue, rules), ...given({ note: command.data.note }) }),
    ...assignmentDeadlines(command, facts, { ...issue, holder }),
  );
}

/**
 * What was taken over goes to a unit of the taker's own, once and as a ruling. That unit has its own time to sign; every other
 * clock runs on as it stands, so that passing on gains nobody a day.
 */
export function passOn(command: DispatchIssue, issue: IssueToPassOn, facts: IssueFacts): Decision<IssueEvent> {
  const { rules, directory } = facts;
  const unit = directory.unit(command.data.unit);
  if (!unit) return refuse('unit-unknown', { unit: command.data.unit });
  const refused = afterRepeatedReturnsAHeadRules(command.by, issue, rules) ?? whatWasTakenOverStaysWithTheTaker(unit.code, issue, directory);
  if (refused) return refused;
  const holder = { unit: unit.code, level: unit.level };
  const [contact, handling] = [standing(issue.deadlines, 'first-contact'), standing(issue.deadlines, 'handling')];
  return accept<IssueEvent>(
    happened(command, 'IssueDispatched', { ...holder, from: issue.holder.unit, ruling: true, ...given({ note: command.data.note }) }),
    deadlineSet(command, facts, { kind: 'sign', holder, limit: rules.sign.value, ...(issue.supervised ? { withoutSteps: true as const } : {}) }),
    ...(contact ? [deadlineHandedOn(command, contact, holder)] : []),
    ...(handling ? [deadlineHandedOn(command, handling, holder)] : []),
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
