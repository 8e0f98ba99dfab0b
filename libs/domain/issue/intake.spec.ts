import { CLOCK, command, deadlineSet, event, FIXED_FACTS, given, historyOf, ISSUE, LIFE, lifeUntil, MONDAY, ORDINARY, post, scenarios } from '#testing';
import { NOTICE } from '../rulebook/notice.js';
import { issueDecider } from './decide.js';
import type { IssueEvent, Reporter } from './events.js';
import { issueNumber } from './number.js';

const east = { unit: 'east', level: 'community' } as const;
const hours = (amount: number) => ({ amount, unit: 'hour' } as const);
const intakeDeadline = deadlineSet(LIFE.report, {
  kind: 'dispatch', holder: east, limit: hours(24), dueAt: '2025-03-04T02:00:00.000Z',
  steps: [[1, 'due', '2025-03-04T02:00:00.000Z'], [2, 'tell-supervisor', '2025-03-05T09:30:00.000Z'], [3, 'take-over', '2025-03-11T09:30:00.000Z']],
});

describe('report-issue', () => {
  it('takes the matter in at the unit of its area, with a clock for dispatching', () => {
    given([]).when(LIFE.report).then([
      event('IssueReported', MONDAY, LIFE.report.by, {
        issueId: ISSUE, number: issueNumber(ISSUE, '2025-03-03T01:00:00.000Z', 480), channel: 'visit', title: '漏水', text: '三樓漏水', area: 'east',
        level: 'community', heardAt: '2025-03-03T01:00:00.000Z', reporter: { name: '王' }, heardBy: 'east-cadre',
      }),
      intakeDeadline,
    ]);
  });

  it('happens once', () => {
    given(lifeUntil('report')).when(LIFE.report).thenRefused('issue-already-reported', { number: issueNumber(ISSUE, MONDAY, 480) });
  });

  it('names a unit that is known', () => {
    given([]).when({ ...LIFE.report, data: { ...LIFE.report.data, area: 'atlantis' } }).thenRefused('unit-unknown', { unit: 'atlantis' });
  });

  it('complains of a cadre who is registered', () => {
    const complaint = { ...LIFE.report, data: { ...LIFE.report.data, complainedOf: 'nobody' } };
    const initial = issueDecider.initial;
    expect(issueDecider.decide(complaint, initial, { ...FIXED_FACTS, unknownCadres: ['nobody'] })).toEqual({ accepted: false, refusal: { code: 'complained-of-unknown', params: { cadre: 'nobody' } } });
    expect(issueDecider.decide(complaint, initial, FIXED_FACTS)).toMatchObject({ accepted: true });
  });

  it('was heard by a cadre who is registered', () => {
    const heard = { ...LIFE.report, data: { ...LIFE.report.data, heardBy: 'nobody' } };
    expect(issueDecider.decide(heard, issueDecider.initial, { ...FIXED_FACTS, unknownCadres: ['nobody'] })).toEqual({ accepted: false, refusal: { code: 'heard-by-unknown', params: { cadre: 'nobody' } } });
    expect(issueDecider.decide(heard, issueDecider.initial, { ...FIXED_FACTS, unknownCadres: ['another'] })).toMatchObject({ accepted: true });
  });

  it('is not heard in the future', () => {
    const heardAt = '2025-03-03T02:00:00.001Z';
    given([]).when({ ...LIFE.report, data: { ...LIFE.report.data, heardAt } }).thenRefused('heard-in-the-future', { heardAt });
    expect(() => given([]).when({ ...LIFE.report, data: { ...LIFE.report.data, heardAt: MONDAY } }).thenRefused('heard-in-the-future')).toThrow();
  });
});

describe('the number of an issue', () => {
  it('is the day in China and five signs without I, L, O and U, the same for the same issue', () => {
    expect(issueNumber('a', '2025-03-03T16:00:00.000Z', 480)).toMatch(/^20250304-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(issueNumber('a', MONDAY, 480)).toBe(issueNumber('a', MONDAY, 480));
    expect(new Set(Array.from({ length: 500 }, (_, i) => issueNumber(`id-${i}`, MONDAY, 480))).size).toBe(500);
  });
});

describe('register-issue', () => {
  it('keeps the clock of intake when the grade is the one assumed', () => {
    given(lifeUntil('report')).when(LIFE.register).then([event('IssueRegistered', LIFE.register.at, LIFE.register.by, ORDINARY)]);
  });

  it('keeps the clock of intake also when other rules bind by then', () => {
    const later = { ...NOTICE, version: 'later', dispatch: { ...NOTICE.dispatch, value: { ...NOTICE.dispatch.value, pressing: hours(1), general: hours(12) } } };
    const byLaterRules = scenarios(issueDecider, { ...FIXED_FACTS, rules: later })(lifeUntil('report'));
    byLaterRules.when(LIFE.register).thenNoDeadline();
    byLaterRules.when({ ...LIFE.register, data: { ...LIFE.register.data, grade: 'pressing' } }).thenDeadline({
      kind: 'dispatch', from: MONDAY, limit: hours(1), ruleVersion: 'later', dueAt: '2025-03-03T03:00:00.000Z',
      steps: [['due', '2025-03-03T03:00:00.000Z'], ['tell-supervisor', '2025-03-04T09:30:00.000Z'], ['take-over', '2025-03-10T09:30:00.000Z']],
    });
  });

  it('sets the clock anew from intake when the grade is stricter', () => {
    const pressing = { ...LIFE.register, data: { ...LIFE.register.data, grade: 'pressing' as const } };
    given(lifeUntil('report')).when(pressing).thenDeadline({
      kind: 'dispatch', from: MONDAY, limit: hours(2), dueAt: '2025-03-03T04:00:00.000Z',
      steps: [['due', '2025-03-03T04:00:00.000Z'], ['tell-supervisor', '2025-03-04T09:30:00.000Z'], ['take-over', '2025-03-10T09:30:00.000Z']],
    });
  });

  it('gives the stricter limit from now when its moment is over already', () => {
    const late = command('register-issue', '2025-03-03T08:00:00.000Z', LIFE.register.by, { ...ORDINARY, grade: 'urgent' });
    given(lifeUntil('report')).when(late).thenDeadline({
      kind: 'dispatch', from: '2025-03-03T08:00:00.000Z', dueAt: '2025-03-03T09:00:00.000Z',
      steps: [['due', '2025-03-03T09:00:00.000Z'], ['tell-supervisor', '2025-03-04T09:30:00.000Z'], ['take-over', '2025-03-10T09:30:00.000Z']],
    });
  });

  it('never gives more time for a stricter grade', () => {
    const atTheLast = command('register-issue', '2025-03-04T01:30:00.000Z', LIFE.register.by, { ...ORDINARY, grade: 'urgent' });
    given(lifeUntil('report')).when(atTheLast).thenNoDeadline();
  });
});

describe('reclassify-issue', () => {
  const reclassify = (at: string, change: Partial<typeof ORDINARY>, reason = '現場查看') =>
    command('reclassify-issue', at, post('east', 'dispatcher'), { ...ORDINARY, ...change, reason });

  it('gives a long-term matter the limit of its horizon, from the dispatch, on the ladder of every other', () => {
    given(lifeUntil('signFor')).when(reclassify('2025-03-03T05:00:00.000Z', { horizon: 'long-term' })).thenDeadline({
      kind: 'handling', from: LIFE.dispatch.at, limit: { amount: 30, unit: 'day' }, dueAt: '2025-04-02T02:20:00.000Z',
      steps: [['warn', '2025-04-01T09:30:00.000Z'], ['due', '2025-04-02T02:20:00.000Z'], ['tell-supervisor', '2025-04-03T09:30:00.000Z'], ['take-over', '2025-04-09T09:30:00.000Z']],
    });
  });

  describe('of a class that is taken back in the second cycle', () => {
    const supervisor = post('subdistrict', 'supervisor');
    const reopened = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, LIFE.resolve, { ...LIFE.verdict, data: { ...LIFE.verdict.data, resolved: false } }] as const;
    const toDistrict = [
      command('take-over-issue', '2025-03-04T02:10:00.000Z', supervisor, {}), command('take-over-issue', '2025-03-04T02:20:00.000Z', post('district', 'supervisor'), {}),
    ] as const;
    const firstDispatch = [
      LIFE.report, command('close-issue', '2025-03-03T02:05:00.000Z', supervisor, { ground: 'declined', note: '不屬本區' }),
      command('reopen-issue', '2025-03-03T02:08:00.000Z', supervisor, { ground: 'supervisor', note: '屬本區' }), LIFE.register, LIFE.dispatch,
    ] as const;

    it.each([
      ['handled again', reopened, { amount: 3, unit: 'working-day' }],
      ['taken over by the district', [...reopened, ...toDistrict], { amount: 15, unit: 'day' }],
      ['dispatched for the first time', firstDispatch, { amount: 5, unit: 'working-day' }],
    ] as const)('gives back the limit that one %s had', (_how, lived, limit) => {
      const handlingOf = (history: readonly IssueEvent[]) => history.findLast((each) => each.type === 'DeadlineSet' && each.data.kind === 'handling')?.data;
      const there = [...lived, reclassify('2025-03-04T03:00:00.000Z', { horizon: 'long-term' })];
      expect(handlingOf(historyOf(...lived))).toMatchObject({ limit });
      expect(handlingOf(historyOf(...there))).toMatchObject({ limit: { amount: 30, unit: 'day' } });
      expect(handlingOf(historyOf(...there, reclassify('2025-03-04T03:10:00.000Z', {})))).toMatchObject({ limit });
    });
  });

  it('sets no clock for another topic', () => {
    given(lifeUntil('signFor')).when(reclassify('2025-03-03T05:00:00.000Z', { topic: 'urban/works' })).thenNoDeadline();
  });

  it('changes nothing when the class is the same', () => {
    given(lifeUntil('signFor')).when(reclassify('2025-03-03T05:00:00.000Z', {})).then([]);
  });

  it('changes the class that was seen, and no other', () => {
    const seen = { ...reclassify('2025-03-03T05:10:00.000Z', { scope: 'general' }) };
    const from = { ...seen, data: { ...seen.data, from: ORDINARY } };
    given(lifeUntil('signFor')).when(from).then([event('IssueReclassified', seen.at, seen.by, { ...ORDINARY, scope: 'general', reason: '現場查看' })]);
    const meanwhile = [...lifeUntil('signFor'), event('IssueReclassified', '2025-03-03T05:00:00.000Z', seen.by, { ...ORDINARY, topic: 'urban/works', reason: '查明' })];
    given(meanwhile).when(from).thenRefused('class-changed');
    given(meanwhile).when({ ...from, data: { ...from.data, ...ORDINARY } }).thenRefused('class-changed');
  });

  it('needs a reason', () => {
    given(lifeUntil('signFor')).when(reclassify('2025-03-03T05:00:00.000Z', { scope: 'general' }, '  ')).thenRefused('reason-missing');
  });

  it('does not pardon an overdue issue by a stricter class', () => {
    const longTerm = { ...LIFE.register, data: { ...LIFE.register.data, horizon: 'long-term' as const } };
    const history = historyOf(LIFE.report, longTerm, LIFE.dispatch, LIFE.signFor);
    given(history).when(reclassify('2025-04-03T02:00:00.000Z', { horizon: 'current' })).thenNoDeadline();
  });
});

describe('import-issue', () => {
  const from = { kind: 'import', source: 'letters' } as const;
  const imported = (more: { answer?: { text: string; at: string }; startClock?: boolean; heardAt?: string; unit?: string; reporter?: Reporter } = {}) => command('import-issue', MONDAY, from, {
    source: 'letters', sourceRef: '24', title: '漏水', text: '三樓漏水', area: 'east', unit: 'works', heardAt: '2020-01-06T04:00:00.000Z',
    classification: ORDINARY, startClock: false, ...more,
  });
  const works = { unit: 'works', level: 'subdistrict' } as const;

  it('writes an answered matter with the times it happened, measured and closed', () => {
    const heard = '2020-01-06T04:00:00.000Z';
    const answered = '2020-01-20T04:00:00.000Z';
    const command = imported({ answer: { text: '已修', at: answered } });
    given([]).when(command).then([
      event('IssueReported', heard, from, {
        issueId: ISSUE, number: issueNumber(ISSUE, heard, 480), channel: 'transfer', title: '漏水', text: '三樓漏水', area: 'east', level: 'community',
        heardAt: heard, sourceRef: '24',
      }),
      event('IssueRegistered', heard, from, ORDINARY),
      event('IssueDispatched', heard, from, { ...works, from: 'east', ruling: false }),
      deadlineSet({ id: command.id, at: heard, by: from }, { kind: 'handling', holder: works, limit: { amount: 5, unit: 'working-day' }, dueAt: '2020-01-13T09:30:00.000Z', steps: [] }),
      event('IssueResolved', answered, from, { summary: '已修', evidence: [{ kind: 'document', text: 'letters 24' }], inTime: false }),
      event('IssueClosed', answered, from, { ground: 'imported', note: '' }),
    ]);
  });

  it('leaves an open matter measured, with nothing to wait for', () => {
    given([]).when(imported()).thenDeadline({ kind: 'handling', dueAt: '2020-01-13T09:30:00.000Z', steps: [] });
  });

  it('stays without anything to wait for under another class', () => {
    const measured = historyOf(imported({ heardAt: '2025-02-28T02:00:00.000Z' }));
    given(measured).when(command('reclassify-issue', MONDAY, post('works', 'dispatcher'), { ...ORDINARY, horizon: 'long-term', reason: '須立項' })).thenDeadline({
      kind: 'handling', from: '2025-02-28T02:00:00.000Z', dueAt: '2025-03-30T02:00:00.000Z', steps: [],
    });
  });

  it('arms the clock of an open matter from now when asked', () => {
    given([]).when(imported({ startClock: true, reporter: { name: '王' } })).thenDeadline({
      kind: 'sign', from: MONDAY, dueAt: '2025-03-04T09:30:00.000Z',
      steps: [['due', '2025-03-04T09:30:00.000Z'], ['tell-unit-head', '2025-03-05T09:30:00.000Z'], ['take-over', '2025-03-11T09:30:00.000Z']],
    }).thenDeadline({
      kind: 'first-contact', from: MONDAY, dueAt: '2025-03-04T09:30:00.000Z', steps: [['due', '2025-03-04T09:30:00.000Z'], ['tell-supervisor', '2025-03-05T09:30:00.000Z']],
    }).thenDeadline({
      kind: 'handling', from: MONDAY, dueAt: '2025-03-10T09:30:00.000Z',
      steps: [['warn', '2025-03-07T09:30:00.000Z'], ['due', '2025-03-10T09:30:00.000Z'], ['tell-supervisor', '2025-03-11T09:30:00.000Z'], ['take-over', '2025-03-17T09:30:00.000Z']],
    });
  });

  it('arms no clock for a contact with nobody', () => {
    const kinds = historyOf(imported({ startClock: true })).flatMap((each) => (each.type === 'DeadlineSet' ? [each.data.kind] : []));
    expect(kinds).toEqual(['sign', 'handling']);
  });

  it('takes no answer from before the question, or from the future', () => {
    given([]).when(imported({ answer: { text: 'x', at: '2020-01-06T03:59:59.999Z' } })).thenRefused('answered-before-heard');
    given([]).when(imported({ answer: { text: 'x', at: '2025-03-03T02:00:00.001Z' } })).thenRefused('answered-in-the-future');
    given([]).when(imported({ heardAt: '2025-03-04T00:00:00.000Z' })).thenRefused('heard-in-the-future');
    given([]).when(imported({ unit: 'atlantis' })).thenRefused('unit-unknown', { unit: 'atlantis' });
  });

  it('takes the reply to an open matter at its true time, measured and closed', () => {
    const answered = '2020-01-10T04:00:00.000Z';
    const reply = (at: string) => command('import-reply', MONDAY, from, { source: 'letters', sourceRef: '24', answer: { text: '已修', at } });
    const open = historyOf(imported());
    given(open).when(reply(answered)).then([
      event('IssueResolved', answered, from, { summary: '已修', evidence: [{ kind: 'document', text: 'letters 24' }], inTime: true }),
      event('IssueClosed', answered, from, { ground: 'imported', note: '' }),
    ]);
    given(open).when(reply('2020-01-06T03:59:59.999Z')).thenRefused('answered-before-heard');
    given(historyOf(imported(), reply(answered))).when(reply(answered)).thenRefused('status-does-not-allow', { status: 'closed', command: 'import-reply' });
  });

  it('adds nothing to an issue that is known', () => {
    given(lifeUntil('report')).when(imported()).thenRefused('issue-already-reported');
  });
});

describe('an issue that nobody reported', () => {
  it('takes no other command', () => {
    given([]).when(LIFE.register).thenRefused('issue-unknown');
    given([]).when(command('pass-deadline', MONDAY, CLOCK, { deadline: 'd', step: 's' })).thenRefused('issue-unknown');
  });
});
