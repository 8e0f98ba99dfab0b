import {
  deadlineFrom, issueDecider, type Classification, type DeadlineKind, type DeadlineSet, type Holder, type IssueCommand, type IssueEvent, type Limit,
  type StepAct,
} from '#domain';
import type { Actor, Instant } from '#kernel';
import { FIXED_CALENDAR, FIXED_FACTS, post } from './fixtures.js';
import { scenarios } from './scenario.js';

type DataOf<T extends IssueCommand['type']> = Omit<Extract<IssueCommand, { type: T }>['data'], 'issueId'>;
type EventOf<T extends IssueEvent['type']> = Extract<IssueEvent, { type: T }>;

export const ISSUE = 'issue-1';
/** Monday, 10:00 in China. */
export const MONDAY: Instant = '2025-03-03T02:00:00.000Z';
export const ORDINARY: Classification = { scope: 'individual', horizon: 'current', topic: 'urban/property', grade: 'general' };

/** `given(events).when(command).then(events)` about an issue, under the notice's rules and the fixed calendar and units. */
export const given = scenarios(issueDecider, FIXED_FACTS);

/** A command about the one issue. Its id tells what and when: the same words give the same command. */
export function command<T extends IssueCommand['type']>(type: T, at: Instant, by: Actor, data: DataOf<T>): Extract<IssueCommand, { type: T }> {
  return { type, id: `${type}@${at}`, at, by, data: { ...data, issueId: ISSUE } } as unknown as Extract<IssueCommand, { type: T }>;
}

export function event<T extends IssueEvent['type']>(type: T, at: Instant, by: Actor, data: EventOf<T>['data']): EventOf<T> {
  return { type, at, by, data } as EventOf<T>;
}

export interface BuiltDeadline {
  readonly kind: DeadlineKind;
  readonly holder: Holder;
  readonly limit: Limit;
  readonly dueAt: Instant;
  readonly from?: Instant;
  /** In the ladder's order, with the place each has in it. */
  readonly steps: readonly (readonly [place: number, act: StepAct, at: Instant])[];
}

/** A whole DeadlineSet as the given command would set it. Moments are the spec's own words, none is computed here. */
export function deadlineSet({ id, at, by }: Pick<IssueCommand, 'id' | 'at' | 'by'>, built: BuiltDeadline): DeadlineSet {
  const from = built.from ?? at;
  const name = `${built.kind}.${id}`;
  return event('DeadlineSet', at, by, {
    id: name, kind: built.kind, ...built.holder, from, dueAt: built.dueAt, limit: built.limit,
    days: deadlineFrom(from, built.limit, FIXED_CALENDAR).days,
    calendarVersion: 'fixed-1', ruleVersion: 'notice-1',
    steps: built.steps.map(([place, act, when]) => ({ id: `${name}.${place}`, act, at: when })),
  });
}

/** The history that these commands make, each taken as decide answers; a refused one is a mistake of the spec. */
export function historyOf(...commands: readonly IssueCommand[]): IssueEvent[] {
  const history: IssueEvent[] = [];
  for (const each of commands) {
    const decision = issueDecider.decide(each, history.reduce(issueDecider.evolve, issueDecider.initial), FIXED_FACTS);
    if (!decision.accepted) throw new Error(`${each.type} is refused: ${JSON.stringify(decision.refusal)}`);
    history.push(...decision.events);
  }
  return history;
}

const dispatcher = post('east', 'dispatcher');
const cadre = post('east', 'cadre');

/** The commands of an ordinary life, each a few minutes after the other on one Monday. */
export const LIFE = {
  report: command('report-issue', MONDAY, cadre, {
    channel: 'visit', title: '漏水', text: '三樓漏水', area: 'east', heardAt: '2025-03-03T01:00:00.000Z', reporter: { name: '王' }, heardBy: cadre.cadre,
  }),
  register: command('register-issue', '2025-03-03T02:10:00.000Z', dispatcher, ORDINARY),
  dispatch: command('dispatch-issue', '2025-03-03T02:20:00.000Z', dispatcher, { unit: 'east' }),
  signFor: command('sign-for-assignment', '2025-03-03T02:30:00.000Z', cadre, {}),
  measure: command('set-measure', '2025-03-03T02:40:00.000Z', dispatcher, { measure: '修管', responsible: 'east-plumber', doneBy: '2025-03-06' }),
  contact: command('record-contact', '2025-03-03T02:50:00.000Z', cadre, { reached: true, note: '已上門' }),
  resolve: command('resolve-issue', '2025-03-03T03:00:00.000Z', cadre, { summary: '已修好', evidence: [{ kind: 'photo', text: '照片一' }] }),
  verdict: command('record-verdict', '2025-03-04T02:00:00.000Z', post('subdistrict', 'dispatcher'), {
    contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '',
  }),
} as const;

const ORDER = Object.values(LIFE);

/** The history up to and with this command of the ordinary life. */
export function lifeUntil(last: keyof typeof LIFE): IssueEvent[] {
  return historyOf(...ORDER.slice(0, ORDER.indexOf(LIFE[last]) + 1));
}
