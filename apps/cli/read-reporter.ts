import { readIssue, reporterFile } from '#application';
import { readingOf } from '#domain';
import { noteSensitiveRead } from '#identity';
import type { Refusal } from '#kernel';
import type { api } from '#wire';
import { deskOf } from './commands/account.js';
import type { Context } from './context.js';
import { operatorName } from './operator.js';

/**
 * Writes that an operator reads who brought the matter, or why not; to be called before it is shown. A sealed identity is opened by
 * two people with accounts, and by no operator.
 */
export async function readForPurpose(context: Context, issueId: string, purpose: api.PurposeName): Promise<Refusal | undefined> {
  const operator = operatorName();
  const issue = await readIssue(context.store, issueId);
  if (issue.status === 'none') return { code: 'issue-unknown' };
  const reading = readingOf(issue, { kind: 'operator', operator }, context.now());
  const refusal = reading.accepted ? undefined : reading.refusal;
  await noteSensitiveRead(await deskOf(context), { file: reporterFile(issueId, issue), by: { operator }, means: 'replay', purpose, ...(refusal && { denied: refusal.code }) });
  return refusal;
}
