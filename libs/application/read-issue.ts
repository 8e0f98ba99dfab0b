import { issueDecider, type IssueEvent, type IssueState } from '#domain';
import type { EventStore } from '#event-store';
import type { SensitiveFile } from '#identity';
import { decodeEvent } from '#wire';
import { streamOf } from './streams.js';

/** An issue as the record has it now; `none` for an id without events. */
export async function readIssue(store: Pick<EventStore, 'readStream'>, issueId: string): Promise<IssueState> {
  const { events } = await store.readStream(streamOf.issue(issueId));
  return events.map((event) => decodeEvent(event) as IssueEvent).reduce(issueDecider.evolve, issueDecider.initial);
}

/** What is written of an issue when somebody reads who brought it: which one, and where it lay then. */
export function fileOf(issueId: string, issue: IssueState): SensitiveFile {
  if (issue.status === 'none') return { issueId, number: null, area: null, unit: null };
  return { issueId, number: issue.number, area: issue.area, unit: issue.holder.unit };
}
