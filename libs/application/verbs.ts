import { statusAllows, type Directory, type KnownIssue, type Verb } from '#domain';
import { mayGive, type ActingPost } from '#identity';
import { api } from '#wire';

/**
 * The verbs that a post may give on an issue now: the policy grants them there, the status fits, and nobody is offered the
 * verdict on what he handled. Rules that look at more than that may still refuse one when it is given.
 */
export function verbsFor(post: ActingPost, issue: KnownIssue, directory: Directory): api.IssueVerb[] {
  const place = { area: issue.area, unit: issue.holder.unit };
  return (Object.keys(api.ISSUE_VERBS) as api.IssueVerb[]).filter((verb) => {
    const { command } = api.ISSUE_VERBS[verb];
    if (verb === 'verdict' && issue.handlers.includes(post.cadre)) return false;
    return statusAllows(command satisfies Verb, issue.status) && mayGive(post, command, place, directory);
  });
}
