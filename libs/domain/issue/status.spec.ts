import { command, event, FIXED_FACTS, historyOf, LIFE, lifeUntil, ORDINARY, post } from '#testing';
import { Fault } from '#kernel';
import { evolve } from './evolve.js';
import { issueDecider } from './decide.js';
import type { IssueCommand } from './commands.js';
import type { IssueEvent } from './events.js';
import type { Status } from './state.js';
import { stageOf, statusAllows, STATUSES, type Verb } from './status.js';

const at = '2025-03-04T02:00:00.000Z';
const head = post('subdistrict', 'unit-head');
const returned = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, command('return-assignment', LIFE.signFor.at, head, { ground: 'wrong-area', note: '不是' }));
const LIVES: Record<Status, readonly IssueEvent[]> = {
  reported: lifeUntil('report'), registered: lifeUntil('register'), returned, dispatched: lifeUntil('dispatch'), handling: lifeUntil('contact'),
  answered: lifeUntil('resolve'), closed: lifeUntil('verdict'), withdrawn: historyOf(LIFE.report, command('withdraw-issue', at, head, { reason: '撤' })),
};

/** The same lives with a sealed identity, and somebody who asked to open it. */
const HISTORIES = Object.fromEntries(STATUSES.map((status) => [status, [
  ...LIVES[status].map((each) => (each.type === 'IssueReported' ? { ...each, data: { ...each.data, sealedIdentity: true as const } } : each)),
  event('IdentityOpeningAsked', at, head, { opening: 'asked', asker: 'somebody', purpose: 'audit', reason: '核查' }),
]])) as unknown as Record<Status, readonly IssueEvent[]>;

/** One command of each verb that only the status can refuse. */
const COMMANDS: { readonly [V in Verb]: Extract<IssueCommand, { type: V }> } = {
  'register-issue': command('register-issue', at, head, ORDINARY),
  'reclassify-issue': command('reclassify-issue', at, head, { ...ORDINARY, scope: 'general', reason: '多戶' }),
  'dispatch-issue': command('dispatch-issue', at, head, { unit: 'east' }),
  'sign-for-assignment': command('sign-for-assignment', at, head, {}),
  'return-assignment': command('return-assignment', at, head, { ground: 'duplicate', note: '重複' }),
  'set-measure': command('set-measure', at, head, { measure: '修', responsible: 'x', doneBy: '2025-03-05' }),
  'record-contact': command('record-contact', at, head, { reached: true, note: '' }),
  'resolve-issue': { ...LIFE.resolve, at },
  'explain-issue': command('explain-issue', at, head, { ground: 'in-court', explanation: '訴訟', toldTo: '王', understood: true, nextLook: null }),
  'ask-for-support': command('ask-for-support', at, head, { reason: '需要' }),
  'take-over-issue': command('take-over-issue', at, head, {}),
  'urge-issue': command('urge-issue', at, head, { note: '快' }),
  'repeat-report': command('repeat-report', at, head, { channel: 'letter', text: '又來' }),
  'record-verdict': { ...LIFE.verdict, at },
  'reopen-issue': command('reopen-issue', at, head, { ground: 'supervisor', note: '重辦' }),
  'close-issue': command('close-issue', at, head, { ground: 'declined', note: '不受理' }),
  'import-reply': command('import-reply', at, { kind: 'import', source: 'letters' }, { source: 'letters', sourceRef: '24', answer: { text: '已修', at } }),
  'ask-to-open-identity': command('ask-to-open-identity', at, head, { purpose: 'audit', reason: '核查' }),
  'approve-opening': command('approve-opening', at, head, { opening: 'asked' }),
  'refuse-opening': command('refuse-opening', at, head, { opening: 'asked', reason: '不同意' }),
  'withdraw-issue': command('withdraw-issue', at, head, { reason: '撤' }),
};
const CASES = Object.values(COMMANDS).flatMap((each) => STATUSES.map((status) => ({ verb: each.type as Verb, status, each })));

describe('a command', () => {
  it.each(CASES)('$verb in status $status', ({ verb, status, each }) => {
    const decision = issueDecider.decide(each, HISTORIES[status].reduce(evolve, issueDecider.initial), FIXED_FACTS);
    if (statusAllows(verb, status)) expect(decision.accepted || decision.refusal.code).toBe(true);
    else expect(decision).toEqual({ accepted: false, refusal: { code: 'status-does-not-allow', params: { status, command: verb } } });
  });
});

describe('evolve', () => {
  it('takes each status of the table for what it is', () => {
    expect(STATUSES.map((status) => HISTORIES[status].reduce(evolve, issueDecider.initial).status)).toEqual(STATUSES);
    expect(STATUSES.map(stageOf)).toEqual(['intake', 'intake', 'intake', 'assignment', 'handling', 'answered', 'ended', 'ended']);
  });

  it('keeps nothing of being closed in an issue that is open again', () => {
    const reopened = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve, LIFE.verdict, COMMANDS['reopen-issue']);
    const state = reopened.reduce(evolve, issueDecider.initial);
    expect(Object.keys(state).sort()).toEqual(Object.keys(HISTORIES.handling.reduce(evolve, issueDecider.initial)).sort());
  });

  it('does not take an event that cannot follow', () => {
    const [reported, deadline] = lifeUntil('report') as [IssueEvent, IssueEvent];
    const ruling = event('IssueDispatched', at, head, { unit: 'west', level: 'community', from: 'subdistrict', ruling: true });
    for (const impossible of [[deadline], [reported, reported], [...HISTORIES.closed, deadline], [...HISTORIES.withdrawn, reported], [...HISTORIES.handling, ruling]]) {
      expect(() => impossible.reduce(evolve, issueDecider.initial)).toThrow(Fault);
    }
  });
});
