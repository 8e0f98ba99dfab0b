import { Fault, never } from '#kernel';
import type { IssueDispatched, IssueEvent } from './events.js';
import type { IssueState, KnownIssue, Status } from './state.js';
import { isToPassOn } from './status.js';
import * as after from './after.js';

const BEFORE_ANSWER: readonly Status[] = ['reported', 'registered', 'returned', 'dispatched', 'handling'];
const OPEN: readonly Status[] = [...BEFORE_ANSWER, 'answered'];
const ANY: readonly Status[] = [...OPEN, 'closed', 'withdrawn'];

/** Which statuses an event can follow. History that breaks it is not history: evolve throws. */
const FOLLOWS: Readonly<Record<IssueEvent['type'], readonly (Status | 'none')[]>> = {
  IssueReported: ['none'],
  IssueRegistered: ['reported'],
  IssueReclassified: ['registered', 'returned', 'dispatched', 'handling'],
  // In other hands already only as what was taken over and is given on.
  IssueDispatched: ['registered', 'returned', 'dispatched', 'handling'],
  AssignmentSignedFor: ['dispatched'],
  AssignmentReturned: ['dispatched'],
  MeasureSet: ['handling'],
  ContactRecorded: ['dispatched', 'handling'],
  // An imported matter is answered as it was dispatched: the other system kept no signature.
  IssueResolved: ['dispatched', 'handling'],
  IssueExplained: ['handling'],
  SupportAsked: ['handling'],
  IssueTakenOver: BEFORE_ANSWER,
  SupervisionOrdered: BEFORE_ANSWER,
  IssueUrged: OPEN,
  ReportRepeated: [...OPEN, 'closed'],
  VerdictRecorded: ['answered'],
  IssueReopened: ['answered', 'closed'],
  IssueClosed: ['reported', 'registered', 'returned', 'dispatched', 'answered'],
  IssueWithdrawn: OPEN,
  IdentityOpeningAsked: ANY,
  IdentityOpeningApproved: ANY,
  IdentityOpeningRefused: ANY,
  DeadlineSet: OPEN,
  DeadlineStepPassed: OPEN,
};

/** The issue after the event. Throws Fault `event-out-of-place` when the event cannot follow from the state. */
export function evolve(state: IssueState, event: IssueEvent): IssueState {
  if (!FOLLOWS[event.type].includes(state.status)) throw outOfPlace(event, state.status);
  if (event.type === 'IssueReported') return after.reported(event);
  if (state.status === 'none') throw outOfPlace(event, state.status);
  return next(state, event);
}

function next(issue: KnownIssue, event: Exclude<IssueEvent, { type: 'IssueReported' }>): KnownIssue {
  switch (event.type) {
    case 'IssueRegistered': return { ...issue, status: 'registered', classification: event.data };
    case 'IssueReclassified': return after.reclassified(issue, event);
    case 'IssueDispatched': return dispatchedAfter(issue, event);
    case 'AssignmentSignedFor': return after.signedFor(issue, event);
    case 'AssignmentReturned': return after.returned(issue, event);
    case 'MeasureSet': return after.measureSet(issue, event);
    case 'ContactRecorded': return after.contactRecorded(issue, event);
    case 'IssueResolved': return after.answered(issue, event, 'resolution');
    case 'IssueExplained': return after.answered(issue, event, 'explanation');
    case 'SupportAsked': return { ...issue, supportAskedOf: event.data.to };
    case 'IssueTakenOver': return after.takenOver(issue, event);
    case 'SupervisionOrdered': return { ...issue, supervised: true, deadlines: issue.deadlines.map((deadline) => ({ ...deadline, pending: [] })) };
    case 'IssueUrged': return { ...issue, urges: issue.urges + 1 };
    case 'ReportRepeated': return { ...issue, repeats: event.data.count };
    case 'VerdictRecorded': return { ...issue, verdictTries: event.data.attempt };
    case 'IssueReopened': return after.reopened(issue, event);
    case 'IssueClosed': return after.ended(issue, 'closed', event.at);
    case 'IssueWithdrawn': return after.ended(issue, 'withdrawn', event.at);
    case 'IdentityOpeningAsked': return after.openingAsked(issue, event);
    case 'IdentityOpeningApproved': return after.openingDecided(issue, event.data.opening, 'approved', event.data.until);
    case 'IdentityOpeningRefused': return after.openingDecided(issue, event.data.opening, 'refused', null);
    case 'DeadlineSet': return after.deadlineSet(issue, event);
    case 'DeadlineStepPassed': return after.stepPassed(issue, event);
    default: return never(event);
  }
}

function dispatchedAfter(issue: KnownIssue, event: IssueDispatched): KnownIssue {
  if (isToPassOn(issue) && event.data.ruling) return after.passedOn(issue, event);
  if (issue.status === 'dispatched' || issue.status === 'handling') throw outOfPlace(event, issue.status);
  return after.dispatched(issue, event);
}

function outOfPlace(event: IssueEvent, status: string): Fault {
  return new Fault('event-out-of-place', { params: { type: event.type, status }, tryNext: 'run verify: the history of this issue breaks its own rules' });
}
