import type { IssueCommand } from './commands.js';
import type { IssueToPassOn, KnownIssue, OpenIssue, Stage, Status } from './state.js';

const BEFORE_ANSWER = ['reported', 'registered', 'returned', 'dispatched', 'handling'] as const;
const OPEN = [...BEFORE_ANSWER, 'answered'] as const;
const ANY = [...OPEN, 'closed', 'withdrawn'] as const;
export const STATUSES: readonly Status[] = ANY;

/** Which statuses each command fits. The two that begin an issue, and the clock's own, are not here. */
export const FITTING = {
  'register-issue': ['reported'],
  'reclassify-issue': ['registered', 'returned', 'dispatched', 'handling'],
  'dispatch-issue': ['registered', 'returned'],
  'sign-for-assignment': ['dispatched'],
  'return-assignment': ['dispatched'],
  'set-measure': ['handling'],
  'record-contact': ['dispatched', 'handling'],
  'resolve-issue': ['handling'],
  'explain-issue': ['handling'],
  'ask-for-support': ['handling'],
  'take-over-issue': BEFORE_ANSWER,
  'urge-issue': OPEN,
  'repeat-report': [...OPEN, 'closed'],
  'record-verdict': ['answered'],
  'reopen-issue': ['closed'],
  'close-issue': ['reported', 'registered', 'returned', 'dispatched', 'answered'],
  'withdraw-issue': OPEN,
  'import-reply': ['dispatched', 'handling'],
  'ask-to-open-identity': ANY,
  'approve-opening': ANY,
  'refuse-opening': ANY,
} as const satisfies Record<Exclude<IssueCommand['type'], 'report-issue' | 'import-issue' | 'pass-deadline'>, readonly Status[]>;

export type Verb = keyof typeof FITTING;
export type IssueFor<V extends Verb> = Extract<KnownIssue, { readonly status: (typeof FITTING)[V][number] }>;

/** Whether an issue in this status can take the command at all; the other rules may still refuse it. */
export function fits<V extends Verb>(verb: V, issue: KnownIssue): issue is IssueFor<V> {
  return statusAllows(verb, issue.status);
}

export function statusAllows(verb: Verb, status: Status): boolean {
  return (FITTING[verb] as readonly Status[]).includes(status);
}

/** Whether the unit that took it over may still give it to a unit of its own, beside the statuses in which every issue is dispatched. */
export function isToPassOn(issue: KnownIssue): issue is IssueToPassOn {
  return issue.mayPassOn && (issue.status === 'dispatched' || issue.status === 'handling');
}

export function isOpen(issue: KnownIssue): issue is OpenIssue {
  return (OPEN as readonly Status[]).includes(issue.status);
}

const STAGES: Readonly<Record<Status, Stage>> = {
  reported: 'intake', registered: 'intake', returned: 'intake', dispatched: 'assignment',
  handling: 'handling', answered: 'answered', closed: 'ended', withdrawn: 'ended',
};

export function stageOf(status: Status): Stage {
  return STAGES[status];
}
