import { accept, type Command, type Decision } from '#kernel';
import type { CloseIssue, RecordVerdict, ReopenIssue, WithdrawIssue } from '../commands.js';
import { assignmentDeadlines, deadlineSet } from '../deadlines.js';
import type { CloseGround, DeadlineSet, IssueEvent, IssueReopened, ReopenGround } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { given, happened } from '../happened.js';
import { dispatchLimit, handlingLimit } from '../limits.js';
import { aClosedIssueRestsAfterItsWindow } from '../rules/a-closed-issue-rests-after-its-window.js';
import { aHandlerDoesNotEndTheMatter } from '../rules/a-handler-does-not-end-the-matter.js';
import { aHandlerGivesNoVerdict } from '../rules/a-handler-gives-no-verdict.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import { aVerdictIsTheResidents } from '../rules/a-verdict-is-the-residents.js';
import type { Answered, Closed, KnownIssue } from '../state.js';
import type { IssueFor } from '../status.js';

/** What the resident said, and what follows from it at once: closed, unreached after the last try (the first, where nobody is named), or handled again. */
export function recordVerdict(command: RecordVerdict, issue: Answered, facts: IssueFacts): Decision<IssueEvent> {
  const { contacted, resolved, satisfied, attitude, comment } = command.data;
  const refused = aHandlerGivesNoVerdict(command.by, issue) ?? aVerdictIsTheResidents(command.data);
  if (refused) return refused;
  const attempt = issue.verdictTries + 1;
  const verdict = happened(command, 'VerdictRecorded', { cycle: issue.cycle, attempt, contacted, resolved, satisfied, attitude, comment });
  if (!contacted) {
    const unreached = issue.nobodyNamed || attempt >= facts.rules.verdictTries.value;
    return unreached ? accept<IssueEvent>(verdict, happened(command, 'IssueClosed', { ground: 'unreached', note: '' })) : accept<IssueEvent>(verdict);
  }
  const ground = groundOf(issue.answer, resolved === true, satisfied === true);
  if (ground) return accept<IssueEvent>(verdict, happened(command, 'IssueClosed', { ground, note: '' }));
  return accept<IssueEvent>(verdict, ...opened(command, issue, 'not-resolved', comment, facts));
}

/** An explanation is accepted by who calls the matter settled or is content with it unsettled; it is never "satisfied". */
function groundOf(answer: Answered['answer'], resolved: boolean, satisfied: boolean): CloseGround | undefined {
  if (answer === 'explanation') return resolved || satisfied ? 'accepted' : undefined;
  if (!resolved) return undefined;
  return satisfied ? 'satisfied' : 'accepted';
}

export function reopen(command: ReopenIssue, issue: IssueFor<'reopen-issue'>, facts: IssueFacts): Decision<IssueEvent> {
  const { ground, note } = command.data;
  const refused = aReasonIsGiven(note) ?? aClosedIssueRestsAfterItsWindow(issue.closedAt, command.at, facts);
  return refused ?? accept<IssueEvent>(...opened(command, issue, ground, note, facts));
}

/** The next cycle, at the same holder: what was answered is handled again, what was not goes on where it stood. */
function opened(command: Pick<Command, 'id' | 'at' | 'by'>, issue: Answered | Closed, ground: ReopenGround, note: string, facts: IssueFacts): IssueEvent[] {
  const stood = issue.status === 'closed' ? issue.endedFrom : issue.status;
  const to = stood === 'returned' || stood === 'dispatched' ? stood : undefined;
  return [
    happened(command, 'IssueReopened', { cycle: issue.cycle + 1, ground, note, ...issue.holder, ...given({ to }) }),
    ...clocksOf(command, issue, to, facts),
  ];
}

function clocksOf(command: Pick<Command, 'id' | 'at' | 'by'>, issue: Answered | Closed, to: IssueReopened['data']['to'], facts: IssueFacts): DeadlineSet[] {
  const { rules } = facts;
  const { holder, classification, dispatchedBy } = issue;
  if (classification === null || dispatchedBy === null || to === 'returned') return [deadlineSet(command, facts, { kind: 'dispatch', holder, limit: dispatchLimit(rules, classification) })];
  if (to === 'dispatched') return assignmentDeadlines(command, facts, { holder, classification, contacted: false, nobodyNamed: issue.nobodyNamed });
  return [deadlineSet(command, facts, { kind: 'handling', holder, limit: handlingLimit(rules, classification, holder.level, true) })];
}

export function close(command: CloseIssue, issue: KnownIssue): Decision<IssueEvent> {
  const { ground, note } = command.data;
  return aReasonIsGiven(note) ?? aHandlerDoesNotEndTheMatter(command.by, issue) ?? accept<IssueEvent>(happened(command, 'IssueClosed', { ground, note }));
}

export function withdraw(command: WithdrawIssue, issue: KnownIssue): Decision<IssueEvent> {
  const { reason } = command.data;
  return aReasonIsGiven(reason) ?? aHandlerDoesNotEndTheMatter(command.by, issue) ?? accept<IssueEvent>(happened(command, 'IssueWithdrawn', { reason }));
}
