import { defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import { STANDING_CHANGED, STANDING_QUERY, type Standing } from '#wire/clock';
import { RENEW_AFTER, WaitingIssue } from './waiting-issue.js';

const standingChanged = defineSignal<[Standing]>(STANDING_CHANGED);
const standingAsked = defineQuery<Standing>(STANDING_QUERY);

/**
 * The life of one issue, as patience: it waits at each stage until the log tells that the issue has moved on, and each time
 * a step of a deadline comes before that, it asks the record to pass it. What passing does — a warning, an urging, the level
 * above taking over, a supervision order at the top — is decided by the record's rules, never here, so that rules can
 * change while issues are open. A return or a reopening goes round once more. Ends, with how the issue stood, when it ended.
 *
 * `renewAfter` is the length of history at which the workflow begins a fresh one, carrying the standing.
 */
export async function issueLife(opening: Standing, renewAfter: number = RENEW_AFTER): Promise<Standing> {
  const issue = new WaitingIssue(opening, renewAfter);
  setHandler(standingChanged, (newer) => issue.learn(newer));
  setHandler(standingAsked, () => issue.standing);

  while (issue.isOpen) {
    await issue.during('intake', 'to be registered and dispatched to a unit');
    await issue.during('assignment', 'for the unit to sign for it, or to return it with a ground');
    await issue.during('handling', 'for contact, a measure and an answer; what is late goes to the level above');
    await issue.during('answered', 'for the verdict, taken by someone who did not handle it');
  }
  return issue.end();
}
