import { householdDecider, issueDecider, type HouseholdEvent, type HouseholdState, type IssueEvent, type IssueState } from '#domain';
import type { EventStore } from '#event-store';
import type { SensitiveFile } from '#identity';
import { decodeEvent } from '#wire';
import { streamOf } from './streams.js';

type Streams = Pick<EventStore, 'readStream'>;

/** An issue as the record has it now; `none` for an id without events. */
export async function readIssue(store: Streams, issueId: string): Promise<IssueState> {
  const { events } = await store.readStream(streamOf.issue(issueId));
  return events.map((event) => decodeEvent(event) as IssueEvent).reduce(issueDecider.evolve, issueDecider.initial);
}

/** A household with those who live in it, as the record has it now; `none` for a code without events. */
export async function readHousehold(store: Streams, household: string): Promise<HouseholdState> {
  const { events } = await store.readStream(streamOf.household(household));
  return events.map((event) => decodeEvent(event) as HouseholdEvent).reduce(householdDecider.evolve, householdDecider.initial);
}

/** What is written of an issue when somebody reads who brought it: which one, and where it lay then. */
export function reporterFile(issueId: string, issue: IssueState): SensitiveFile {
  const file = { file: 'reporter', subject: issueId } as const;
  return issue.status === 'none' ? { ...file, number: null, area: null, unit: null } : { ...file, number: issue.number, area: issue.area, unit: issue.holder.unit };
}

/** The same of a household when somebody reads who lives in it. */
export function householdFile(code: string, household: HouseholdState): SensitiveFile {
  const unit = household.status === 'none' ? null : household.unit;
  return { file: 'household', subject: code, number: null, area: unit, unit };
}
