import { refuse, type Command } from '#kernel';
import { nextAbove } from './climb.js';
import type { IssueFacts } from './facts.js';
import { aClosedIssueRestsAfterItsWindow } from './rules/a-closed-issue-rests-after-its-window.js';
import { aHandlerDoesNotEndTheMatter } from './rules/a-handler-does-not-end-the-matter.js';
import { aHandlerGivesNoVerdict } from './rules/a-handler-gives-no-verdict.js';
import { aRulingIsNotReturned } from './rules/a-ruling-is-not-returned.js';
import { afterRepeatedReturnsAHeadRules } from './rules/after-repeated-returns-a-head-rules.js';
import { nobodyActsOnAComplaintAboutThemselves } from './rules/nobody-acts-on-a-complaint-about-themselves.js';
import { onlyTheLevelAboveTakesOver } from './rules/only-the-level-above-takes-over.js';
import type { Refused } from './rules/refused.js';
import { supportIsAskedOnce } from './rules/support-is-asked-once.js';
import type { KnownIssue } from './state.js';
import { isToPassOn, statusAllows, type Verb } from './status.js';

/** Who would give which command, and when. */
export type Offer = Pick<Command, 'by' | 'at'> & { readonly type: Verb };

/** Whether this person's command would be refused whatever it says: by its status, or by a rule that looks only at who gives it and how the issue stands. */
export function isFutile(offer: Offer, issue: KnownIssue, facts: IssueFacts): boolean {
  const stands = statusAllows(offer.type, issue.status) || (offer.type === 'dispatch-issue' && isToPassOn(issue));
  return !stands || (nobodyActsOnAComplaintAboutThemselves(offer.by, issue) ?? refusedAnyway(offer, issue, facts)) !== undefined;
}

function refusedAnyway({ type, by, at }: Offer, issue: KnownIssue, facts: IssueFacts): Refused {
  switch (type) {
    case 'dispatch-issue': return afterRepeatedReturnsAHeadRules(by, issue, facts.rules);
    case 'return-assignment': return aRulingIsNotReturned(issue);
    case 'ask-for-support': return nextAbove(issue, facts.directory) ? supportIsAskedOnce(issue) : refuse('no-level-above', { unit: issue.holder.unit });
    case 'take-over-issue': {
      const above = nextAbove(issue, facts.directory);
      return above ? onlyTheLevelAboveTakesOver(by, above, facts.directory) : refuse('no-level-above', { unit: issue.holder.unit });
    }
    case 'record-verdict': return aHandlerGivesNoVerdict(by, issue);
    case 'close-issue': case 'withdraw-issue': return aHandlerDoesNotEndTheMatter(by, issue);
    case 'reopen-issue': case 'repeat-report': return issue.status === 'closed' ? aClosedIssueRestsAfterItsWindow(issue.closedAt, at, facts) : undefined;
    default: return undefined;
  }
}
