import { isFutile, openingToDecide, readingOf, whyNotAsked, type Directory, type IssueFacts, type KnownIssue } from '#domain';
import { actorOf, mayGive, type ActingPost } from '#identity';
import type { Instant } from '#kernel';
import { api } from '#wire';

/**
 * The verbs that a post may give on an issue now: the policy grants them there, and no rule would refuse them whatever they
 * say. Rules that look at what is said may still refuse one when it is given.
 */
export function verbsFor(post: ActingPost, issue: KnownIssue, facts: IssueFacts, now: Instant): api.IssueVerb[] {
  const by = actorOf(post);
  return (Object.keys(api.ISSUE_VERBS) as api.IssueVerb[]).filter((verb) => {
    const { command: type } = api.ISSUE_VERBS[verb];
    return mayGiveOn(post, type, issue, facts.directory) && !isFutile({ type, by, at: now }, issue, facts) && opensSomething(verb, post, issue, now);
  });
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
