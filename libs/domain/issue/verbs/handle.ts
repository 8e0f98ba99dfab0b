import { accept, type Decision, type Instant } from '#kernel';
import type { ExplainIssue, RecordContact, ResolveIssue, SetMeasure } from '../commands.js';
import { deadlineSet, standing } from '../deadlines.js';
import type { DeadlineSet, IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { aPromisedDateIsNotPast } from '../rules/a-promised-date-is-not-past.js';
import { aResolutionCarriesEvidence } from '../rules/a-resolution-carries-evidence.js';
import { aResolutionFollowsAMeasure } from '../rules/a-resolution-follows-a-measure.js';
import { anAnswerFollowsAContact } from '../rules/an-answer-follows-a-contact.js';
import { whoeverIsComplainedOfIsNotResponsible } from '../rules/whoever-is-complained-of-is-not-responsible.js';
import { whoeverIsResponsibleHoldsAPost } from '../rules/whoever-is-responsible-holds-a-post.js';
import { whoeverIsResponsibleIsRegistered } from '../rules/whoever-is-responsible-is-registered.js';
import type { KnownIssue } from '../state.js';

export function setMeasure(command: SetMeasure, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> {
  const { measure, responsible, doneBy } = command.data;
  const refused = aPromisedDateIsNotPast(doneBy, command.at, facts.calendar.offsetMinutes)
    ?? whoeverIsResponsibleIsRegistered(responsible, facts)
    ?? whoeverIsComplainedOfIsNotResponsible(responsible, issue)
    ?? whoeverIsResponsibleHoldsAPost(responsible, issue, facts);
  return refused ?? accept<IssueEvent>(happened(command, 'MeasureSet', { measure, responsible, doneBy }));
}

export function recordContact(command: RecordContact): Decision<IssueEvent> {
  const { reached, note } = command.data;
  return accept<IssueEvent>(happened(command, 'ContactRecorded', { reached, note }));
}

export function resolve(command: ResolveIssue, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> {
  const { summary, evidence } = command.data;
  const refused = aResolutionCarriesEvidence(evidence) ?? aResolutionFollowsAMeasure(issue) ?? anAnswerFollowsAContact(issue, facts.rules);
  if (refused) return refused;
  return accept<IssueEvent>(
    happened(command, 'IssueResolved', { summary, evidence, inTime: inTime(issue, command.at) }),
    verdictDeadline(command, issue, facts),
  );
}

/** "Cannot be done" is an honest answer when the resident was told why, by whom, and when it is looked at next. */
export function explain(command: ExplainIssue, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> {
  const { ground, explanation, toldTo, understood, nextLook } = command.data;
  const refused = anAnswerFollowsAContact(issue, facts.rules) ?? aPromisedDateIsNotPast(nextLook, command.at, facts.calendar.offsetMinutes);
  if (refused) return refused;
  return accept<IssueEvent>(
    happened(command, 'IssueExplained', { ground, explanation, toldTo, understood, nextLook, inTime: inTime(issue, command.at) }),
    verdictDeadline(command, issue, facts),
  );
}

/** Against the handling deadline that stood; null when there was none to measure by. */
function inTime(issue: KnownIssue, answeredAt: Instant): boolean | null {
  const handling = standing(issue.deadlines, 'handling');
  return handling ? answeredAt <= handling.dueAt : null;
}

function verdictDeadline(command: ResolveIssue | ExplainIssue, issue: KnownIssue, facts: IssueFacts): DeadlineSet {
  return deadlineSet(command, facts, { kind: 'verdict', holder: issue.holder, limit: facts.rules.verdict.value });
}
