/** The issue after an event, where more than a field changes. */
import { Fault, type Actor, type Instant } from '#kernel';
import type {
  AssignmentReturned, AssignmentSignedFor, Classification, ContactRecorded, DeadlineSet, DeadlineStepPassed, IdentityOpeningAsked, IssueDispatched,
  IssueExplained, IssueReclassified, IssueReopened, IssueReported, IssueResolved, IssueTakenOver, MeasureSet,
} from './events.js';
import { namesNobody } from './nobody-named.js';
import type { Answered, Closed, IdentityOpening, IssueToPassOn, KnownIssue, Reported, StandingDeadline } from './state.js';

export function reported({ data }: IssueReported): Reported {
  return {
    status: 'reported', issueId: data.issueId, number: data.number, area: data.area, heardAt: data.heardAt,
    reporter: data.reporter ?? null, nobodyNamed: namesNobody(data), identitySealed: data.sealedIdentity ?? false, complainedOf: data.complainedOf ?? null, openings: [], classification: null, holder: { unit: data.area, level: data.level },
    coResponsible: [], dispatchedBy: null, signedBy: null, measure: null, contacted: false, contactTries: 0, supportAskedOf: null,
    returns: 0, ruled: false, repeats: 0, urges: 0, escalations: 0, takenBy: null, mayPassOn: false, supervised: false, cycle: 1, handledAgain: false, verdictTries: 0,
    handlers: [], deadlines: [],
  };
}

export function reclassified(issue: KnownIssue, { data: { reason: _, ...classification } }: IssueReclassified): KnownIssue {
  return { ...issue, classification };
}

export function dispatched(issue: KnownIssue, { data }: IssueDispatched): KnownIssue {
  return {
    ...issue, status: 'dispatched', classification: classed(issue), holder: { unit: data.unit, level: data.level },
    dispatchedBy: data.from, signedBy: null, ruled: data.ruling, handledAgain: false, deadlines: [],
  };
}

/** Whoever took it over and gave it to a unit of its own stays co-responsible, like those below from whom it was taken. */
export function passedOn(issue: IssueToPassOn, event: IssueDispatched): KnownIssue {
  const { unit, from } = event.data;
  return { ...dispatched(issue, event), mayPassOn: false, supportAskedOf: null, coResponsible: [...issue.coResponsible.filter((other) => other !== unit && other !== from), from] };
}

export function signedFor(issue: KnownIssue, event: AssignmentSignedFor): KnownIssue {
  return {
    ...issue, status: 'handling', classification: classed(issue), dispatchedBy: sender(issue), signedBy: event.data.cadre, mayPassOn: false,
    handlers: withHandler(issue, event.data.cadre), deadlines: issue.deadlines.filter((deadline) => deadline.kind !== 'sign'),
  };
}

export function returned(issue: KnownIssue, { data }: AssignmentReturned): KnownIssue {
  return {
    ...issue, status: 'returned', classification: classed(issue), holder: { unit: data.to, level: data.level },
    returns: data.count, deadlines: [],
  };
}

export function measureSet(issue: KnownIssue, { data }: MeasureSet): KnownIssue {
  return { ...issue, mayPassOn: false, measure: { responsible: data.responsible, doneBy: data.doneBy }, handlers: withHandler(issue, data.responsible) };
}

export function contactRecorded(issue: KnownIssue, event: ContactRecorded): KnownIssue {
  const handlers = withHandler(issue, cadreOf(event.by));
  if (!event.data.reached) return { ...issue, handlers, contactTries: issue.contactTries + 1 };
  return { ...issue, handlers, contacted: true, deadlines: issue.deadlines.filter((deadline) => deadline.kind !== 'first-contact') };
}

export function answered(issue: KnownIssue, event: IssueResolved | IssueExplained, answer: Answered['answer']): Answered {
  return {
    ...issue, status: 'answered', classification: classed(issue), answer, answeredAt: event.at, mayPassOn: false,
    handlers: withHandler(issue, cadreOf(event.by)), deadlines: [],
  };
}

export function takenOver(issue: KnownIssue, { data }: IssueTakenOver): KnownIssue {
  const common = {
    ...issue, holder: data.to, dispatchedBy: data.from.unit, signedBy: null, measure: null, supportAskedOf: null,
    coResponsible: [...issue.coResponsible.filter((unit) => unit !== data.from.unit), data.from.unit],
    ruled: true, handledAgain: false, escalations: issue.escalations + 1, takenBy: data.to, deadlines: [],
  };
  if (issue.status === 'reported') return { ...common, status: 'reported', dispatchedBy: null };
  return { ...common, mayPassOn: true, status: issue.status === 'handling' ? 'handling' : 'dispatched', classification: classed(issue) };
}

/** An issue that was closed without an answer goes back to where it stood; an answered one is handled again by the unit that held it. */
export function reopened(issue: KnownIssue, { data }: IssueReopened): KnownIssue {
  const common = {
    ...lasting(issue), cycle: data.cycle, verdictTries: 0, measure: null, contacted: false, contactTries: 0, supportAskedOf: null,
    holder: { unit: data.unit, level: data.level }, deadlines: [],
  };
  if (issue.classification === null) return { ...common, status: 'reported' };
  const { classification, dispatchedBy } = issue;
  if (dispatchedBy === null) return { ...common, status: 'registered', classification };
  if (data.to === 'returned') return { ...common, status: 'returned', classification };
  return { ...common, status: data.to ?? 'handling', classification, dispatchedBy, handledAgain: data.to === undefined };
}

export function ended(issue: KnownIssue, status: 'closed' | 'withdrawn', closedAt: Instant): KnownIssue {
  return { ...lasting(issue), status, closedAt, endedFrom: issue.status, deadlines: [] };
}

export function deadlineSet(issue: KnownIssue, { data }: DeadlineSet): KnownIssue {
  return { ...issue, deadlines: [...issue.deadlines.filter((deadline) => deadline.kind !== data.kind), { ...data, pending: data.steps }] };
}

export function stepPassed(issue: KnownIssue, { data }: DeadlineStepPassed): KnownIssue {
  const deadline = issue.deadlines.find(({ id }) => id === data.deadline);
  if (!deadline || deadline.pending[0]?.id !== data.step) throw new Fault('event-out-of-place', { params: { type: 'DeadlineStepPassed', step: data.step } });
  const passed: StandingDeadline = { ...deadline, pending: deadline.pending.slice(1) };
  return { ...issue, deadlines: issue.deadlines.map((other) => (other === deadline ? passed : other)) };
}

export function openingAsked(issue: KnownIssue, { data: { opening, asker, purpose } }: IdentityOpeningAsked): KnownIssue {
  return { ...issue, openings: [...issue.openings, { id: opening, asker, purpose, standing: 'asked', until: null }] };
}

export function openingDecided(issue: KnownIssue, id: string, standing: IdentityOpening['standing'], until: Instant | null): KnownIssue {
  return { ...issue, openings: issue.openings.map((opening) => (opening.id === id ? { ...opening, standing, until } : opening)) };
}

/** The issue without what belongs to being answered or ended alone. */
function lasting(issue: KnownIssue): KnownIssue {
  const { answer: _answer, answeredAt: _answeredAt, closedAt: _closedAt, endedFrom: _endedFrom, ...rest } = issue as Closed & Partial<Pick<Answered, 'answer' | 'answeredAt'>>;
  return rest as KnownIssue;
}

function classed(issue: KnownIssue): Classification {
  if (issue.classification) return issue.classification;
  throw new Fault('event-out-of-place', { params: { issue: issue.issueId, missing: 'classification' } });
}

function sender(issue: KnownIssue): string {
  if (issue.dispatchedBy !== null) return issue.dispatchedBy;
  throw new Fault('event-out-of-place', { params: { issue: issue.issueId, missing: 'dispatch' } });
}

function withHandler(issue: KnownIssue, cadre: string | null): readonly string[] {
  return cadre === null || issue.handlers.includes(cadre) ? issue.handlers : [...issue.handlers, cadre];
}

function cadreOf(by: Actor): string | null {
  return by.kind === 'cadre' ? by.cadre : null;
}
