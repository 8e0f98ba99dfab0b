import type { ErasureCommand, IssueCommand, ReadModelCommand, RulebookCommand } from '#domain';
import type { Role } from '#kernel';
import type { Reach } from './reach.js';

/** What is done to one issue: its commands, and reading who brought it. Reading who lives in a household is judged by the household's place. */
export type IssueCommandType = IssueCommand['type'] | 'read-reporter' | 'read-household';

/** What is done to the whole: the commands of the rules, of the read models and of erasures. Adopting a rulebook in one step, the organisation and the accounts are an operator's alone. */
export type AdministrationAct = (RulebookCommand | ReadModelCommand | ErasureCommand)['type'] | 'rebuild-read-model';

export type QueryName =
  | 'ledger' | 'board' | 'issue' | 'history' | 'figures' | 'export' | 'events'
  | 'units' | 'cadres' | 'households' | 'topics' | 'roster' | 'command' | 'rulebook' | 'what-if' | 'operations' | 'sensitive-reads' | 'audit';

type Grants = Readonly<Partial<Record<IssueCommandType, Reach>>>;

const CADRE: Grants = {
  'report-issue': 'area',
  'read-reporter': 'holder',
  'read-household': 'area',
  'sign-for-assignment': 'holder',
  'set-measure': 'holder',
  'record-contact': 'holder',
  'resolve-issue': 'holder',
  'explain-issue': 'holder',
  'ask-for-support': 'holder',
  'repeat-report': 'area-or-holder',
  'ask-to-open-identity': 'holder',
};

/** The area's dispatcher calls back, and reads whom to call, also where the matter has gone up or out; who handled it gives no verdict, by a rule of the issue. */
const DISPATCHER: Grants = {
  'report-issue': 'area',
  'read-reporter': 'area-or-above',
  'read-household': 'area',
  'register-issue': 'holder-or-above',
  'reclassify-issue': 'holder-or-above',
  'dispatch-issue': 'holder-or-above',
  'return-assignment': 'holder',
  'repeat-report': 'area-or-above',
  'record-verdict': 'area-or-above',
  'reopen-issue': 'holder-or-above',
  'withdraw-issue': 'holder-or-above',
  'ask-to-open-identity': 'holder-or-above',
};

/** The head answers for the whole subtree; only a return stays with the unit that was given the assignment. */
const UNIT_HEAD: Grants = {
  'report-issue': 'area',
  'read-reporter': 'holder-or-above',
  'read-household': 'area',
  'register-issue': 'holder-or-above',
  'reclassify-issue': 'holder-or-above',
  'dispatch-issue': 'holder-or-above',
  'sign-for-assignment': 'holder-or-above',
  'return-assignment': 'holder',
  'set-measure': 'holder-or-above',
  'record-contact': 'holder-or-above',
  'resolve-issue': 'holder-or-above',
  'explain-issue': 'holder-or-above',
  'ask-for-support': 'holder-or-above',
  'take-over-issue': 'above-holder',
  'urge-issue': 'holder-or-above',
  'repeat-report': 'area-or-above',
  'record-verdict': 'holder-or-above',
  'reopen-issue': 'holder-or-above',
  'close-issue': 'holder-or-above',
  'withdraw-issue': 'holder-or-above',
  'ask-to-open-identity': 'holder-or-above',
  'approve-opening': 'above-holder',
  'refuse-opening': 'above-holder',
};

/** A supervisor may take the verdict, and calls back for it. */
const SUPERVISOR: Grants = {
  'read-reporter': 'holder-or-above',
  'read-household': 'area',
  'take-over-issue': 'above-holder',
  'urge-issue': 'holder-or-above',
  'record-verdict': 'holder-or-above',
  'reopen-issue': 'holder-or-above',
  'close-issue': 'holder-or-above',
  'ask-to-open-identity': 'holder-or-above',
  'approve-opening': 'holder-or-above',
  'refuse-opening': 'holder-or-above',
};

/** An auditor changes nothing about a matter, and has a part in opening who brought it. */
const AUDITOR: Grants = {
  'read-reporter': 'holder-or-above',
  'read-household': 'area',
  'ask-to-open-identity': 'holder-or-above',
  'approve-opening': 'holder-or-above',
  'refuse-opening': 'holder-or-above',
};

/**
 * Who may give which command, and how far. What is not written here is denied: nobody gives `pass-deadline` (the clock's)
 * or `import-issue` and `import-reply` (an operator's) by a post.
 */
export const ISSUE_GRANTS: Readonly<Record<Role, Grants>> = {
  cadre: CADRE,
  dispatcher: DISPATCHER,
  'unit-head': UNIT_HEAD,
  supervisor: SUPERVISOR,
  auditor: AUDITOR,
  administrator: {},
};

const MATTERS: readonly QueryName[] = ['ledger', 'board', 'issue', 'history', 'figures', 'export', 'units', 'cadres', 'households', 'topics', 'roster', 'command', 'rulebook'];

/** Who may ask what; how much of the answer is seen is the post's scope. An administrator sees the organisation, how the product runs, and no matter. */
export const QUERY_GRANTS: Readonly<Record<Role, readonly QueryName[]>> = {
  cadre: MATTERS,
  dispatcher: MATTERS,
  'unit-head': MATTERS,
  supervisor: [...MATTERS, 'events', 'what-if'],
  auditor: [...MATTERS, 'events', 'what-if', 'sensitive-reads', 'audit'],
  administrator: ['units', 'cadres', 'households', 'topics', 'roster', 'command', 'rulebook', 'operations'],
};

/** Rules are proposed by an administrator and approved by a second person: the supervisor of the top, or another administrator. */
export const ADMINISTRATION_GRANTS: Readonly<Record<Role, readonly AdministrationAct[]>> = {
  cadre: [],
  dispatcher: [],
  'unit-head': [],
  supervisor: ['approve-rulebook', 'withdraw-rulebook'],
  auditor: [],
  administrator: ['propose-rulebook', 'approve-rulebook', 'withdraw-rulebook', 'skip-event', 'rebuild-read-model', 'erase-person'],
};
