import { accept, type Decision } from '#kernel';
import type { RepeatReport, UrgeIssue } from '../commands.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { aClosedIssueRestsAfterItsWindow } from '../rules/a-closed-issue-rests-after-its-window.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import type { IssueFor } from '../status.js';

/** A reminder on record by someone set over the holder. A resident's chase is a repeat report. */
export function urge(command: UrgeIssue, issue: IssueFor<'urge-issue'>): Decision<IssueEvent> {
  const { note } = command.data;
  return aReasonIsGiven(note) ?? accept<IssueEvent>(happened(command, 'IssueUrged', { unit: issue.holder.unit, ground: 'supervisor', note }));
}

/** The same matter brought again: counted always, and a reminder while it is open. */
export function repeatReport(command: RepeatReport, issue: IssueFor<'repeat-report'>, facts: IssueFacts): Decision<IssueEvent> {
  const { channel, text } = command.data;
  const repeated = happened(command, 'ReportRepeated', { channel, text, count: issue.repeats + 1 });
  if (issue.status === 'closed') return aClosedIssueRestsAfterItsWindow(issue.closedAt, command.at, facts) ?? accept<IssueEvent>(repeated);
  return accept<IssueEvent>(repeated, happened(command, 'IssueUrged', { unit: issue.holder.unit, ground: 'resident' }));
}
