import { accept, type Decision } from '#kernel';
import type { ReclassifyIssue, RegisterIssue } from '../commands.js';
import { deadlineReset, standing } from '../deadlines.js';
import type { Classification, IssueEvent } from '../events.js';
import type { IssueFacts } from '../facts.js';
import { happened } from '../happened.js';
import { dispatchLimit, GRADE_BEFORE_REGISTRATION, handlingLimit } from '../limits.js';
import { aReasonIsGiven } from '../rules/a-reason-is-given.js';
import { theClassIsTheOneThatWasSeen } from '../rules/the-class-is-the-one-that-was-seen.js';
import { sameClass } from '../same-class.js';
import type { KnownIssue } from '../state.js';
import type { IssueFor } from '../status.js';

/** Entered into the ledger with its class. A grade other than the assumed one gives another dispatch deadline. */
export function register(command: RegisterIssue, issue: IssueFor<'register-issue'>, facts: IssueFacts): Decision<IssueEvent> {
  const classification = classOf(command.data);
  return accept<IssueEvent>(happened(command, 'IssueRegistered', classification), ...deadlinesReset(command, issue, classification, facts));
}

/** Another class, with a reason. The deadlines it governs are set anew from where they began; see deadlineReset. */
export function reclassify(command: ReclassifyIssue, issue: IssueFor<'reclassify-issue'>, facts: IssueFacts): Decision<IssueEvent> {
  const refused = aReasonIsGiven(command.data.reason) ?? theClassIsTheOneThatWasSeen(command.data.from, issue.classification);
  if (refused) return refused;
  const classification = classOf(command.data);
  if (sameClass(issue.classification, classification)) return accept<IssueEvent>();
  const event = happened(command, 'IssueReclassified', { ...classification, reason: command.data.reason });
  return accept<IssueEvent>(event, ...deadlinesReset(command, issue, classification, facts));
}

function deadlinesReset(command: RegisterIssue | ReclassifyIssue, issue: KnownIssue, classification: Classification, facts: IssueFacts): IssueEvent[] {
  const dispatch = standing(issue.deadlines, 'dispatch');
  const handling = standing(issue.deadlines, 'handling');
  const events = [
    dispatch && (issue.classification?.grade ?? GRADE_BEFORE_REGISTRATION) !== classification.grade && deadlineReset(command, facts, dispatch, dispatchLimit(facts.rules, classification), issue.supervised),
    handling && issue.classification?.horizon !== classification.horizon && deadlineReset(command, facts, handling, handlingLimit(facts.rules, classification, issue.holder.level, issue.handledAgain), issue.supervised),
  ];
  return events.filter((event) => event !== undefined && event !== false);
}

function classOf({ scope, horizon, topic, grade }: Classification): Classification {
  return { scope, horizon, topic, grade };
}
