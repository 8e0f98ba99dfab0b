import { accept, never, refuse, type Decision } from '#kernel';
import { nextAbove, reached } from '../climb.js';
import type { PassDeadline } from '../commands.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { aDeadlinePassesWhenItIsDue } from '../rules/a-deadline-passes-when-it-is-due.js';
import type { KnownIssue } from '../state.js';
import { fits, isOpen } from '../status.js';
import { takenOver } from './escalate.js';

/** A step of a ladder passes, with its effect in the same group. One command passes one step, also after an outage. */
export function passDeadline(command: PassDeadline, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> {
  const due = aDeadlinePassesWhenItIsDue(issue, command.data.deadline, command.data.step, command.at);
  if (!due.accepted) return due;
  const { id, kind, unit, level, dueAt } = due.deadline;
  const passed = happened(command, 'DeadlineStepPassed', { deadline: id, step: due.step.id, kind, act: due.step.act, unit, level, dueAt });
  switch (due.step.act) {
    case 'warn':
    case 'tell-unit-head':
    case 'tell-supervisor':
      return accept<IssueEvent>(passed);
    case 'due':
      return isOpen(issue) ? accept<IssueEvent>(passed, happened(command, 'IssueUrged', { unit, ground: 'overdue' })) : refuse('deadline-not-standing');
    case 'take-over':
      // A unit missing from the directory (read models behind the record) is no top of the tree: the clock asks again.
      if (!facts.directory.unit(reached(issue).unit)) return refuse('unit-unknown', { unit: reached(issue).unit });
      return fits('take-over-issue', issue) ? accept<IssueEvent>(passed, ...upOneLevel(command, issue, facts)) : refuse('deadline-not-standing');
    default:
      return never(due.step.act);
  }
}

/** To the level above; at the top an order of supervision, which ends the climb. */
function upOneLevel(command: PassDeadline, issue: Parameters<typeof takenOver>[1], facts: IssueFacts): IssueEvent[] {
  const above = nextAbove(issue, facts.directory);
  return above ? takenOver(command, issue, above, 'overdue', facts) : [happened(command, 'SupervisionOrdered', issue.holder)];
}
