import { statusAllows, type Directory, type KnownIssue, type Verb } from '#domain';
import { mayGive, type ActingPost } from '#identity';
import { api } from '#wire';

/** What those who handled an issue leave to others: the verdict, and to end it without one. */
const NOT_THE_HANDLERS: ReadonlySet<api.IssueVerb> = new Set(['verdict', 'close', 'withdraw']);

/**
 * The verbs that a post may give on an issue now: the policy grants them there, the status fits, and nobody is offered what
 * is not for those who handled it. Rules that look at more than that may still refuse one when it is given.
 */
export function verbsFor(post: ActingPost, issue: KnownIssue, directory: Directory): api.IssueVerb[] {
  const place = { area: issue.area, unit: issue.holder.unit };
  return (Object.keys(api.ISSUE_VERBS) as api.IssueVerb[]).filter((verb) => {
    const { command } = api.ISSUE_VERBS[verb];
    if (NOT_THE_HANDLERS.has(verb) && issue.handlers.includes(post.cadre)) return false;
    return statusAllows(command satisfies Verb, issue.status) && mayGive(post, command, place, directory);
  });
}
