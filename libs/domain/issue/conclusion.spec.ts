import { command, deadlineSet, event, FIXED_FACTS, given, historyOf, LIFE, lifeUntil, post } from '#testing';
import type { IssueCommand, RecordVerdict } from './commands.js';
import { issueDecider } from './decide.js';
import type { IssueEvent } from './events.js';

const caller = post('subdistrict', 'dispatcher');
const east = { unit: 'east', level: 'community' } as const;
const AT = LIFE.verdict.at;
const verdict = (said: Partial<RecordVerdict['data']>, at = AT): RecordVerdict => ({ ...LIFE.verdict, id: `verdict@${at}`, at, data: { ...LIFE.verdict.data, ...said } });
const NOBODY = { contacted: false, resolved: null, satisfied: null, attitude: null } as const;
const explained = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.contact, command('explain-issue', LIFE.resolve.at, post('east', 'cadre'), {
  ground: 'in-court', explanation: '在訴訟中', toldTo: '王', understood: true, nextLook: null,
}));
const rehandling = (by: Parameters<typeof deadlineSet>[0], dueAt: string, warn: string, told: string, taken: string) => deadlineSet(by, {
  kind: 'handling', holder: east, limit: { amount: 3, unit: 'working-day' }, dueAt,
  steps: [[1, 'warn', warn], [2, 'due', dueAt], [3, 'tell-supervisor', told], [4, 'take-over', taken]],
});

describe('record-verdict', () => {
  const recorded = (said: Partial<RecordVerdict['data']>, attempt = 1) => {
    const { issueId: _, ...data } = { ...LIFE.verdict.data, ...said };
    return event('VerdictRecorded', AT, caller, { cycle: 1, attempt, ...data });
  };

  it.each([
    ['satisfied', lifeUntil('resolve'), { resolved: true, satisfied: true }],
    ['accepted', lifeUntil('resolve'), { resolved: true, satisfied: false }],
    ['accepted', lifeUntil('resolve'), { resolved: true, satisfied: null }],
    ['accepted', explained, { resolved: true, satisfied: true }],
    ['accepted', explained, { resolved: false, satisfied: true }],
  ] as const)('closes as %s in the same group', (ground, history, said) => {
    given(history).when(verdict(said)).then([recorded(said), event('IssueClosed', AT, caller, { ground, note: '' })]);
  });

  it.each([
    [lifeUntil('resolve'), { resolved: false, satisfied: false, comment: '仍在漏' }],
    [lifeUntil('resolve'), { resolved: false, satisfied: true, comment: '仍在漏' }],
    [explained, { resolved: false, satisfied: false, comment: '仍在漏' }],
  ] as const)('opens the next cycle at the same holder when it is not settled', (history: IssueEvent[], said) => {
    const unsettled = verdict(said);
    given(history).when(unsettled).then([
      recorded(said),
      event('IssueReopened', AT, caller, { cycle: 2, ground: 'not-resolved', note: '仍在漏', ...east }),
      rehandling(unsettled, '2025-03-07T09:30:00.000Z', '2025-03-06T09:30:00.000Z', '2025-03-10T09:30:00.000Z', '2025-03-14T09:30:00.000Z'),
    ]);
  });

  it('gives a long-term matter its milestones also in the next cycle', () => {
    const longTerm = { ...LIFE.register, data: { ...LIFE.register.data, horizon: 'long-term' as const } };
    const answered = historyOf(LIFE.report, longTerm, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve);
    given(answered).when(verdict({ resolved: false })).thenDeadline({
      kind: 'handling', ...east, limit: { amount: 30, unit: 'day' }, dueAt: '2025-04-03T02:00:00.000Z',
      steps: [['warn', '2025-04-02T09:30:00.000Z'], ['due', '2025-04-03T02:00:00.000Z'], ['tell-supervisor', '2025-04-04T09:30:00.000Z'], ['take-over', '2025-04-10T09:30:00.000Z']],
    });
  });

  it('counts calls that nobody took, and closes as unreached at the third, never as satisfied', () => {
    const first = verdict(NOBODY, '2025-03-04T01:00:00.000Z');
    const second = verdict(NOBODY, '2025-03-04T01:30:00.000Z');
    const before = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve] as const;
    given(historyOf(...before, first)).when(verdict(NOBODY)).then([recorded(NOBODY, 2)]);
    given(historyOf(...before, first, second)).when(verdict(NOBODY)).then([recorded(NOBODY, 3), event('IssueClosed', AT, caller, { ground: 'unreached', note: '' })]);
  });

  it.each(['east-cadre', 'east-plumber'])('is not taken by %s, who handled it', (cadre) => {
    given(lifeUntil('resolve')).when({ ...verdict({}), by: { ...caller, cadre } }).thenRefused('verdict-by-handler');
  });

  it('holds only what the resident said', () => {
    given(lifeUntil('resolve')).when(verdict({ ...NOBODY, satisfied: true })).thenRefused('verdict-without-contact');
    given(lifeUntil('resolve')).when(verdict({ ...NOBODY, attitude: 'good' })).thenRefused('verdict-without-contact');
    given(lifeUntil('resolve')).when(verdict({ resolved: null })).thenRefused('verdict-without-resolved');
  });

  it('needs a new measure and a new contact in the next cycle', () => {
    const again = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve, verdict({ resolved: false }));
    given(again).when({ ...LIFE.resolve, at: '2025-03-05T02:00:00.000Z' }).thenRefused('measure-missing');
    given([...again, event('MeasureSet', AT, caller, { measure: '重修', responsible: 'x', doneBy: '2025-03-06' })]).when({ ...LIFE.resolve, at: '2025-03-05T02:00:00.000Z' }).thenRefused('contact-missing');
  });
});

describe('reopen-issue', () => {
  const closed = lifeUntil('verdict');
  const reopen = (at: string, note = '又漏了') => command('reopen-issue', at, post('subdistrict', 'supervisor'), { ground: 'reported-again', note });

  it('opens the next cycle up to the last moment of the window', () => {
    const last = reopen('2025-04-03T02:00:00.000Z');
    given(closed).when(last).then([
      event('IssueReopened', last.at, last.by, { cycle: 2, ground: 'reported-again', note: '又漏了', ...east }),
      rehandling(last, '2025-04-08T09:30:00.000Z', '2025-04-07T09:30:00.000Z', '2025-04-09T09:30:00.000Z', '2025-04-15T09:30:00.000Z'),
    ]);
  });

  it('refuses after the window, and without a reason', () => {
    given(closed).when(reopen('2025-04-03T02:00:00.001Z')).thenRefused('window-over', { until: '2025-04-03T02:00:00.000Z' });
    given(closed).when(reopen(AT, '')).thenRefused('reason-missing');
  });

  describe('what was closed without an answer', () => {
    const toWorks = command('dispatch-issue', LIFE.dispatch.at, post('east', 'dispatcher'), { unit: 'works' });
    const back = command('return-assignment', '2025-03-03T02:30:00.000Z', post('works', 'dispatcher'), { ground: 'not-our-duty', note: '屬物業' });
    const close = command('close-issue', '2025-03-03T02:40:00.000Z', caller, { ground: 'duplicate', note: '同前案' });
    const again = reopen('2025-03-05T02:00:00.000Z');
    const reopened = { cycle: 2, ground: 'reported-again', note: '又漏了' } as const;

    it('is to be dispatched again when it had been returned', () => {
      const closed = historyOf(LIFE.report, LIFE.register, toWorks, back, close);
      given(closed).when(again).then([
        event('IssueReopened', again.at, again.by, { ...reopened, ...east, to: 'returned' }),
        deadlineSet(again, {
          kind: 'dispatch', holder: east, limit: { amount: 24, unit: 'hour' }, dueAt: '2025-03-06T02:00:00.000Z',
          steps: [[1, 'due', '2025-03-06T02:00:00.000Z'], [2, 'tell-supervisor', '2025-03-07T09:30:00.000Z'], [3, 'take-over', '2025-03-13T09:30:00.000Z']],
        }),
      ]);
      const elsewhere = command('dispatch-issue', '2025-03-05T03:00:00.000Z', caller, { unit: 'west' });
      given([...closed, ...historyAfter(closed, again)]).when(elsewhere).thenDeadline({
        kind: 'sign', unit: 'west', dueAt: '2025-03-06T09:30:00.000Z',
        steps: [['due', '2025-03-06T09:30:00.000Z'], ['tell-unit-head', '2025-03-07T09:30:00.000Z'], ['take-over', '2025-03-13T09:30:00.000Z']],
      });
    });

    it('waits for a signature with all its clocks when nobody had signed, and may be returned', () => {
      const closed = historyOf(LIFE.report, LIFE.register, toWorks, close);
      const works = { unit: 'works', level: 'subdistrict' } as const;
      const steps = [['due', '2025-03-06T09:30:00.000Z'], ['tell-supervisor', '2025-03-07T09:30:00.000Z']] as const;
      const events = historyAfter(closed, again);
      expect(events.map(({ type }) => type)).toEqual(['IssueReopened', 'DeadlineSet', 'DeadlineSet', 'DeadlineSet']);
      expect(events[0]).toEqual(event('IssueReopened', again.at, again.by, { ...reopened, ...works, to: 'dispatched' }));
      given(closed).when(again)
        .thenDeadline({ kind: 'sign', ...works, dueAt: '2025-03-06T09:30:00.000Z', steps: [steps[0], ['tell-unit-head', '2025-03-07T09:30:00.000Z'], ['take-over', '2025-03-13T09:30:00.000Z']] })
        .thenDeadline({ kind: 'first-contact', ...works, dueAt: '2025-03-06T09:30:00.000Z', steps })
        .thenDeadline({
          kind: 'handling', ...works, limit: { amount: 5, unit: 'working-day' }, dueAt: '2025-03-12T09:30:00.000Z',
          steps: [['warn', '2025-03-11T09:30:00.000Z'], ['due', '2025-03-12T09:30:00.000Z'], ['tell-supervisor', '2025-03-13T09:30:00.000Z'], ['take-over', '2025-03-19T09:30:00.000Z']],
        });
      const open = [...closed, ...events];
      expect(historyAfter(open, { ...back, at: '2025-03-05T03:00:00.000Z' })[0]).toMatchObject({ type: 'AssignmentReturned', data: { unit: 'works', to: 'east' } });
      expect(historyAfter(open, { ...LIFE.signFor, at: '2025-03-05T03:00:00.000Z', by: post('works', 'cadre') })).toEqual([
        event('AssignmentSignedFor', '2025-03-05T03:00:00.000Z', post('works', 'cadre'), { unit: 'works', cadre: 'works-cadre' }),
      ]);
    });

    it('is in handling where the record does not say where it stood', () => {
      const closed = historyOf(LIFE.report, LIFE.register, toWorks, back, close);
      const written = [...closed, event('IssueReopened', again.at, again.by, { ...reopened, ...east })];
      expect(written.reduce(issueDecider.evolve, issueDecider.initial)).toMatchObject({ status: 'handling', holder: east, cycle: 2 });
    });
  });

  it.each(['report', 'register'] as const)('brings what was closed after %s alone back to where it stood', (last) => {
    const declined = historyOf(...(last === 'report' ? [LIFE.report] : [LIFE.report, LIFE.register]), command('close-issue', LIFE.dispatch.at, caller, { ground: 'declined', note: '不屬本區' }));
    given(declined).when(reopen('2025-03-05T02:00:00.000Z')).thenDeadline({
      kind: 'dispatch', unit: 'east', dueAt: '2025-03-06T02:00:00.000Z',
      steps: [['due', '2025-03-06T02:00:00.000Z'], ['tell-supervisor', '2025-03-07T09:30:00.000Z'], ['take-over', '2025-03-13T09:30:00.000Z']],
    });
  });
});

describe('repeat-report', () => {
  const repeat = (at: string) => command('repeat-report', at, post('east', 'cadre'), { channel: 'hotline', text: '還是漏' });

  it('counts, and urges while the issue is open', () => {
    const chase = repeat('2025-03-03T05:00:00.000Z');
    given(lifeUntil('signFor')).when(chase).then([
      event('ReportRepeated', chase.at, chase.by, { channel: 'hotline', text: '還是漏', count: 1 }),
      event('IssueUrged', chase.at, chase.by, { unit: 'east', ground: 'resident' }),
    ]);
  });

  it('counts only, within the window after closing', () => {
    const late = repeat('2025-04-03T02:00:00.000Z');
    given(lifeUntil('verdict')).when(late).then([event('ReportRepeated', late.at, late.by, { channel: 'hotline', text: '還是漏', count: 1 })]);
    given(lifeUntil('verdict')).when(repeat('2025-04-03T02:00:00.001Z')).thenRefused('window-over', { until: '2025-04-03T02:00:00.000Z' });
  });
});

describe('urge-issue', () => {
  it('is a reminder on record, with its words', () => {
    const urge = command('urge-issue', '2025-03-03T05:00:00.000Z', post('subdistrict', 'supervisor'), { note: '請儘快' });
    given(lifeUntil('report')).when(urge).then([event('IssueUrged', urge.at, urge.by, { unit: 'east', ground: 'supervisor', note: '請儘快' })]);
    given(lifeUntil('report')).when({ ...urge, data: { ...urge.data, note: '' } }).thenRefused('reason-missing');
  });
});

describe('close-issue and withdraw-issue', () => {
  it('end the issue with a reason', () => {
    const close = command('close-issue', AT, caller, { ground: 'duplicate', note: '同前案' });
    const withdraw = command('withdraw-issue', AT, caller, { reason: '已自行解決' });
    given(lifeUntil('dispatch')).when(close).then([event('IssueClosed', AT, caller, { ground: 'duplicate', note: '同前案' })]);
    given(lifeUntil('signFor')).when(withdraw).then([event('IssueWithdrawn', AT, caller, { reason: '已自行解決' })]);
    given(lifeUntil('dispatch')).when({ ...close, data: { ...close.data, note: '' } }).thenRefused('reason-missing');
    given(lifeUntil('signFor')).when({ ...withdraw, data: { ...withdraw.data, reason: ' ' } }).thenRefused('reason-missing');
  });

  it.each(['east-cadre', 'east-plumber'])('are not given by %s, who handled it', (cadre) => {
    const by = { ...caller, cadre };
    given(lifeUntil('resolve')).when(command('close-issue', AT, by, { ground: 'declined', note: '不願評價' })).thenRefused('ended-by-handler');
    given(lifeUntil('resolve')).when(command('withdraw-issue', AT, by, { reason: '已自行解決' })).thenRefused('ended-by-handler');
  });
});

/** What the command adds to the history. */
function historyAfter(history: readonly IssueEvent[], command: IssueCommand): readonly IssueEvent[] {
  const decision = issueDecider.decide(command, history.reduce(issueDecider.evolve, issueDecider.initial), FIXED_FACTS);
  if (!decision.accepted) throw new Error(JSON.stringify(decision.refusal));
  return decision.events;
}
