import { never, refuse, type Decider, type Decision } from '#kernel';
import type { IssueCommand } from './commands.js';
import type { IssueEvent } from './events.js';
import { evolve } from './evolve.js';
import type { IssueFacts } from './facts.js';
import { anIssueBeginsOnce } from './rules/an-issue-begins-once.js';
import { nobodyActsOnAComplaintAboutThemselves } from './rules/nobody-acts-on-a-complaint-about-themselves.js';
import { initialIssue, type IssueState, type KnownIssue } from './state.js';
import { fits, isToPassOn } from './status.js';
import { dispatch, passOn, returnAssignment, signFor } from './verbs/assign.js';
import { reclassify, register } from './verbs/classify.js';
import { close, recordVerdict, reopen, withdraw } from './verbs/conclude.js';
import { askForSupport, takeOver } from './verbs/escalate.js';
import { explain, recordContact, resolve, setMeasure } from './verbs/handle.js';
import { approveOpening, askToOpen, refuseOpening } from './verbs/open-identity.js';
import { passDeadline } from './verbs/pass-deadline.js';
import { repeatReport, urge } from './verbs/press.js';
import { importIssue, importReply, report } from './verbs/report.js';

export const issueDecider: Decider<IssueCommand, IssueEvent, IssueState, IssueFacts> = { initial: initialIssue, decide, evolve };

/** What follows from a command, or why it may not be. Role and jurisdiction were judged before; these rules are the issue's own. */
export function decide(command: IssueCommand, state: IssueState, facts: IssueFacts): Decision<IssueEvent> {
  if (command.type === 'report-issue') return anIssueBeginsOnce(state) ?? report(command, facts);
  if (command.type === 'import-issue') return anIssueBeginsOnce(state) ?? importIssue(command, facts);
  if (state.status === 'none') return refuse('issue-unknown');
  return nobodyActsOnAComplaintAboutThemselves(command.by, state) ?? decideKnown(command, state, facts) ?? refuse('status-does-not-allow', { status: state.status, command: command.type });
}

type Later = Exclude<IssueCommand, { readonly type: 'report-issue' | 'import-issue' }>;

/** Nothing when the command does not fit the issue's status. */
function decideKnown(command: Later, issue: KnownIssue, facts: IssueFacts): Decision<IssueEvent> | undefined {
  switch (command.type) {
    case 'register-issue': return fits(command.type, issue) ? register(command, issue, facts) : undefined;
    case 'reclassify-issue': return fits(command.type, issue) ? reclassify(command, issue, facts) : undefined;
    case 'dispatch-issue': return fits(command.type, issue) ? dispatch(command, issue, facts) : isToPassOn(issue) ? passOn(command, issue, facts) : undefined;
    case 'sign-for-assignment': return fits(command.type, issue) ? signFor(command, issue) : undefined;
    case 'return-assignment': return fits(command.type, issue) ? returnAssignment(command, issue, facts) : undefined;
    case 'set-measure': return fits(command.type, issue) ? setMeasure(command, issue, facts) : undefined;
    case 'record-contact': return fits(command.type, issue) ? recordContact(command) : undefined;
    case 'resolve-issue': return fits(command.type, issue) ? resolve(command, issue, facts) : undefined;
    case 'explain-issue': return fits(command.type, issue) ? explain(command, issue, facts) : undefined;
    case 'ask-for-support': return fits(command.type, issue) ? askForSupport(command, issue, facts) : undefined;
    case 'take-over-issue': return fits(command.type, issue) ? takeOver(command, issue, facts) : undefined;
    case 'urge-issue': return fits(command.type, issue) ? urge(command, issue) : undefined;
    case 'repeat-report': return fits(command.type, issue) ? repeatReport(command, issue, facts) : undefined;
    case 'record-verdict': return fits(command.type, issue) ? recordVerdict(command, issue, facts) : undefined;
    case 'reopen-issue': return fits(command.type, issue) ? reopen(command, issue, facts) : undefined;
    case 'close-issue': return fits(command.type, issue) ? close(command, issue) : undefined;
    case 'withdraw-issue': return fits(command.type, issue) ? withdraw(command, issue) : undefined;
    case 'import-reply': return fits(command.type, issue) ? importReply(command, issue) : undefined;
    case 'ask-to-open-identity': return askToOpen(command, issue);
    case 'approve-opening': return approveOpening(command, issue, facts);
    case 'refuse-opening': return refuseOpening(command, issue);
    case 'pass-deadline': return passDeadline(command, issue, facts);
    default: return never(command);
  }
}
