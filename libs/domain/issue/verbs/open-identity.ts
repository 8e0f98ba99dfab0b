import { accept, refuse, type Decision } from '#kernel';
import { deadlineFrom } from '../../calendar/deadline-from.js';
import type { ApproveOpening, AskToOpenIdentity, RefuseOpening } from '../commands.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { OPENING_LASTS, openingToDecide, whyNotAsked } from '../openings.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import type { KnownIssue } from '../state.js';

/** The request is named by its command: a second person says yes or no to this one and no other. */
export function askToOpen(command: AskToOpenIdentity, issue: KnownIssue): Decision<IssueEvent> {
  const { purpose, reason } = command.data;
  if (command.by.kind !== 'cadre') return refuse('a-person-opens');
  const refused = aReasonIsGiven(reason) ?? whyNotAsked(issue, command.by, command.at);
  return refused ?? accept<IssueEvent>(happened(command, 'IdentityOpeningAsked', { opening: command.id, asker: command.by.cadre, purpose, reason }));
}

export function approveOpening(command: ApproveOpening, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> {
  const judged = openingToDecide(issue, command.by, command.data.opening);
  if (!judged.accepted) return judged;
  const { id: opening, asker } = judged.opening;
  const { dueAt: until } = deadlineFrom(command.at, OPENING_LASTS.value, facts.calendar);
  return accept<IssueEvent>(happened(command, 'IdentityOpeningApproved', { opening, asker, until }));
}

export function refuseOpening(command: RefuseOpening, issue: KnownIssue): Decision<IssueEvent> {
  const { opening, reason } = command.data;
  const judged = openingToDecide(issue, command.by, opening);
  if (!judged.accepted) return judged;
  return aReasonIsGiven(reason) ?? accept<IssueEvent>(happened(command, 'IdentityOpeningRefused', { opening, asker: judged.opening.asker, reason }));
}
