import { statusAllows, type Directory, type Verb } from '#domain';
import { mayGive, type ActingPost } from '#identity';
import { api } from '#wire';

/**
 * The verbs that a post may give on an issue now: the policy grants them there and the status fits. A rule of the domain may
 * still refuse one when it is given (the handler's own verdict, say).
 */
export function verbsFor(post: ActingPost, row: Pick<api.IssueRow, 'area' | 'unit' | 'status'>, directory: Directory): readonly api.IssueVerb[] {
  return (Object.keys(api.ISSUE_VERBS) as api.IssueVerb[]).filter((verb) => {
    const { command } = api.ISSUE_VERBS[verb];
    return statusAllows(command satisfies Verb, row.status) && mayGive(post, command, row, directory);
  });
}
