import { isToPassOn, openingToDecide, readingOf, statusAllows, whyNotAsked, type Directory, type KnownIssue, type Verb } from '#domain';
import { actorOf, mayGive, type ActingPost } from '#identity';
import type { Instant } from '#kernel';
import { api } from '#wire';

/** What those who handled an issue leave to others: the verdict, and to end it without one. */
const NOT_THE_HANDLERS: ReadonlySet<api.IssueVerb> = new Set(['verdict', 'close', 'withdraw']);

/**
 * The verbs that a post may give on an issue now: the policy grants them there, the status fits, and nobody is offered what
 * is not for those who handled it, or anything on a complaint about themselves. Rules that look at more than that may still refuse one when it is given.
 */
export function verbsFor(post: ActingPost, issue: KnownIssue, directory: Directory, now: Instant): api.IssueVerb[] {
  if (issue.complainedOf === post.cadre) return [];
  return (Object.keys(api.ISSUE_VERBS) as api.IssueVerb[]).filter((verb) => {
    const { command } = api.ISSUE_VERBS[verb];
    if (NOT_THE_HANDLERS.has(verb) && issue.handlers.includes(post.cadre)) return false;
    return stands(command, issue) && mayGiveOn(post, command, issue, directory) && opensSomething(verb, post, issue, now);
  });
}

/** Whether the issue stands so that it can take the command. */
function stands(command: Verb, issue: KnownIssue): boolean {
  return statusAllows(command, issue.status) || (command === 'dispatch-issue' && isToPassOn(issue));
}

/** What opens an identity is offered where there is one to open, to those who would not be refused. */
function opensSomething(verb: api.IssueVerb, post: ActingPost, issue: KnownIssue, now: Instant): boolean {
  switch (verb) {
    case 'ask-to-open': return !whyNotAsked(issue, actorOf(post), now);
    case 'approve-opening': case 'refuse-opening': return issue.openings.some(({ id }) => openingToDecide(issue, actorOf(post), id).accepted);
    default: return true;
  }
}

/** Whether the post may read who brought the matter, now and without asking anybody. */
export function mayRead(post: ActingPost, issue: KnownIssue, directory: Directory, now: Instant): boolean {
  return mayGiveOn(post, 'read-reporter', issue, directory) && readingOf(issue, actorOf(post), now).accepted;
}

/** Whether the policy lets the post do this to an issue that lies where this one does. */
export function mayGiveOn(post: ActingPost, act: string, issue: KnownIssue, directory: Directory): boolean {
  return mayGive(post, act, { area: issue.area, unit: issue.holder.unit }, directory);
}
