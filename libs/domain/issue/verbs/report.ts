import { accept, refuse, type Decision } from '#kernel';
import type { ImportIssue, ImportReply, ReportIssue } from '../commands.js';
import { assignmentDeadlines, deadlineSet, standing } from '../deadlines.js';
import type { IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { given, happened } from '../happened.js';
import { dispatchLimit, handlingLimit } from '../limits.js';
import { namesNobody } from '../nobody-named.js';
import { issueNumber } from '../number.js';
import { aComplaintIsAboutARegisteredCadre } from '../rules/a-complaint-is-about-a-registered-cadre.js';
import { aMatterIsNotHeardInTheFuture } from '../rules/a-matter-is-not-heard-in-the-future.js';
import { aSealedIdentityIsSomebodys } from '../rules/a-sealed-identity-is-somebodys.js';
import { aSealedReportNamesNoHousehold } from '../rules/a-sealed-report-names-no-household.js';
import { anAnswerComesAfterTheQuestion } from '../rules/an-answer-comes-after-the-question.js';
import { whoeverHeardItIsRegistered } from '../rules/whoever-heard-it-is-registered.js';
import type { KnownIssue } from '../state.js';

/** The unit of the area takes it in; its clock for dispatching runs from intake, as for an unclassed matter. */
export function report(command: ReportIssue, facts: IssueFacts): Decision<IssueEvent> {
  const { issueId, channel, title, text, area, heardAt, household, reporter, complainedOf, heardBy, sourceRef } = command.data;
  const unit = facts.directory.unit(area);
  if (!unit) return refuse('unit-unknown', { unit: area });
  const sealed = command.data.sealedIdentity === true;
  const refused = aMatterIsNotHeardInTheFuture(heardAt, command.at) ?? aComplaintIsAboutARegisteredCadre(complainedOf, facts) ?? whoeverHeardItIsRegistered(heardBy, facts)
    ?? (sealed ? aSealedIdentityIsSomebodys(reporter) ?? aSealedReportNamesNoHousehold(household) : undefined);
  if (refused) return refused;
  return accept<IssueEvent>(
    happened(command, 'IssueReported', {
      issueId, number: issueNumber(issueId, heardAt, facts.calendar.offsetMinutes), channel, title, text, area, level: unit.level, heardAt,
      ...given({ household, reporter, sealedIdentity: sealed ? true as const : undefined, complainedOf, heardBy, sourceRef }),
    }),
    deadlineSet(command, facts, { kind: 'dispatch', holder: { unit: area, level: unit.level }, limit: dispatchLimit(facts.rules, null) }),
  );
}

/** Another system's matter, each event at its true time. Its deadline measures; the clock is armed only when asked, from now. */
export function importIssue(command: ImportIssue, facts: IssueFacts): Decision<IssueEvent> {
  const { issueId, title, text, area, heardAt, reporter, sourceRef, classification, answer, startClock } = command.data;
  const from = facts.directory.unit(area);
  const unit = facts.directory.unit(command.data.unit);
  if (!from || !unit) return refuse('unit-unknown', { unit: from ? command.data.unit : area });
  const sealed = command.data.sealedIdentity === true;
  const refused = aMatterIsNotHeardInTheFuture(heardAt, command.at) ?? anAnswerComesAfterTheQuestion(heardAt, answer?.at, command.at)
    ?? (sealed ? aSealedIdentityIsSomebodys(reporter) : undefined);
  if (refused) return refused;
  const then = { id: command.id, at: heardAt, by: command.by };
  const holder = { unit: unit.code, level: unit.level };
  const limit = handlingLimit(facts.rules, classification, unit.level, false);
  const measured = deadlineSet(then, facts, { kind: 'handling', holder, limit, withoutSteps: true });
  const events: IssueEvent[] = [
    happened(then, 'IssueReported', {
      issueId, number: issueNumber(issueId, heardAt, facts.calendar.offsetMinutes), channel: 'transfer', title, text, area, level: from.level, heardAt,
      sourceRef, ...given({ reporter, sealedIdentity: sealed ? true as const : undefined }),
    }),
    happened(then, 'IssueRegistered', classification),
    happened(then, 'IssueDispatched', { ...holder, from: area, ruling: false }),
  ];
  if (answer) return accept<IssueEvent>(...events, measured, ...imported(command, answer, answer.at <= measured.data.dueAt));
  if (!startClock) return accept<IssueEvent>(...events, measured);
  return accept<IssueEvent>(
    ...events,
    ...assignmentDeadlines(command, facts, { holder, classification, contacted: false, nobodyNamed: namesNobody(given({ reporter })) }),
  );
}

/** At its true time, though the matter may have been handled here since: the resident has that answer. */
export function importReply(command: ImportReply, issue: KnownIssue): Decision<IssueEvent> {
  const { answer } = command.data;
  const handling = standing(issue.deadlines, 'handling');
  return anAnswerComesAfterTheQuestion(issue.heardAt, answer.at, command.at)
    ?? accept<IssueEvent>(...imported(command, answer, handling ? answer.at <= handling.dueAt : null));
}

function imported(command: ImportIssue | ImportReply, answer: ImportReply['data']['answer'], inTime: boolean | null): IssueEvent[] {
  const { source, sourceRef } = command.data;
  const then = { at: answer.at, by: command.by };
  return [
    happened(then, 'IssueResolved', { summary: answer.text, evidence: [{ kind: 'document', text: `${source} ${sourceRef}` }], inTime }),
    happened(then, 'IssueClosed', { ground: 'imported', note: '' }),
  ];
}
