import { command, deadlineSet, event, FIXED_FACTS, given, historyOf, LIFE, lifeUntil, post } from '#testing';
import type { IssueCommand } from './commands.js';
import { issueDecider } from './decide.js';
import type { IssueEvent } from './events.js';

const east = { unit: 'east', level: 'community' } as const;
const BEFORE: IssueCommand[] = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor];
const verdictDeadline = (answer: Pick<IssueCommand, 'id' | 'at' | 'by'>) => deadlineSet(answer, {
  kind: 'verdict', holder: east, limit: { amount: 3, unit: 'working-day' }, dueAt: '2025-03-06T09:30:00.000Z',
  steps: [[1, 'due', '2025-03-06T09:30:00.000Z'], [2, 'tell-supervisor', '2025-03-07T09:30:00.000Z']],
});

describe('set-measure', () => {
  it('names what, who and by when', () => {
    given(lifeUntil('signFor')).when(LIFE.measure).then([
      event('MeasureSet', LIFE.measure.at, LIFE.measure.by, { measure: '修管', responsible: 'east-plumber', doneBy: '2025-03-06' }),
    ]);
  });

  it('names a responsible cadre who is registered', () => {
    const state = lifeUntil('signFor').reduce(issueDecider.evolve, issueDecider.initial);
    expect(issueDecider.decide(LIFE.measure, state, { ...FIXED_FACTS, unknownCadres: ['east-plumber'] })).toEqual({ accepted: false, refusal: { code: 'responsible-unknown', params: { cadre: 'east-plumber' } } });
    expect(issueDecider.decide(LIFE.measure, state, { ...FIXED_FACTS, unknownCadres: [] })).toMatchObject({ accepted: true });
  });

  it('names a responsible cadre who holds a post in the unit that holds the matter, or below it', () => {
    const state = lifeUntil('signFor').reduce(issueDecider.evolve, issueDecider.initial);
    const held = (responsibleUnits: readonly string[]) => issueDecider.decide(LIFE.measure, state, { ...FIXED_FACTS, responsibleUnits });
    const refused = { accepted: false, refusal: { code: 'responsible-without-post', params: { cadre: 'east-plumber', unit: 'east' } } };
    expect(held(['east'])).toMatchObject({ accepted: true });
    expect(held(['west', 'east'])).toMatchObject({ accepted: true });
    for (const elsewhere of [[], ['west'], ['subdistrict'], ['nowhere']]) expect(held(elsewhere)).toEqual(refused);
    // The level above took it over: who is below may answer for it there.
    const taken = issueDecider.evolve(state, event('IssueTakenOver', LIFE.measure.at, LIFE.measure.by, { from: east, to: { unit: 'subdistrict', level: 'subdistrict' }, ground: 'asked' }) as IssueEvent);
    expect(issueDecider.decide(LIFE.measure, taken, { ...FIXED_FACTS, responsibleUnits: ['east'] })).toMatchObject({ accepted: true });
    expect(issueDecider.decide(LIFE.measure, taken, { ...FIXED_FACTS, responsibleUnits: ['district'] })).toMatchObject({ accepted: false });
  });

  it('promises today or later, by the day in China', () => {
    const promised = (doneBy: string) => ({ ...LIFE.measure, at: '2025-03-03T16:30:00.000Z', data: { ...LIFE.measure.data, doneBy } });
    given(lifeUntil('signFor')).when(promised('2025-03-03')).thenRefused('promised-date-past', { date: '2025-03-03' });
    given(lifeUntil('signFor')).when(promised('2025-03-04')).thenNoDeadline();
  });
});

describe('record-contact', () => {
  it('keeps what was said', () => {
    given(lifeUntil('measure')).when(LIFE.contact).then([event('ContactRecorded', LIFE.contact.at, LIFE.contact.by, { reached: true, note: '已上門' })]);
  });
});

describe('resolve-issue', () => {
  it('answers, and asks for a call-back', () => {
    given(lifeUntil('contact')).when(LIFE.resolve).then([
      event('IssueResolved', LIFE.resolve.at, LIFE.resolve.by, { summary: '已修好', evidence: [{ kind: 'photo', text: '照片一' }], inTime: true }),
      verdictDeadline(LIFE.resolve),
    ]);
  });

  it.each([['2025-03-10T09:30:00.000Z', true], ['2025-03-10T09:30:00.001Z', false]])('is measured at %s against the deadline that stood: %s', (at, inTime) => {
    const answered = historyOf(...BEFORE, LIFE.measure, LIFE.contact, { ...LIFE.resolve, at });
    expect(answered.find((each) => each.type === 'IssueResolved')?.data.inTime).toBe(inTime);
  });

  it('carries evidence', () => {
    const without = (text?: string) => ({ ...LIFE.resolve, data: { ...LIFE.resolve.data, evidence: text === undefined ? [] : [{ kind: 'note' as const, text }] } });
    given(lifeUntil('contact')).when(without()).thenRefused('evidence-missing');
    given(lifeUntil('contact')).when(without('  ')).thenRefused('evidence-missing');
  });

  it('follows a measure', () => {
    given(historyOf(...BEFORE, LIFE.contact)).when(LIFE.resolve).thenRefused('measure-missing');
  });

  it('follows a contact, or as many tries as a call-back would need', () => {
    const tried = (times: number) => historyOf(...BEFORE, LIFE.measure, ...Array.from({ length: times }, (_, i) =>
      command('record-contact', `2025-03-03T02:5${i}:00.000Z`, LIFE.contact.by, { reached: false, note: '無人接聽' })));
    given(tried(0)).when(LIFE.resolve).thenRefused('contact-missing', { tries: 3, made: 0 });
    given(tried(2)).when(LIFE.resolve).thenRefused('contact-missing', { tries: 3, made: 2 });
    given(tried(3)).when(LIFE.resolve).thenDeadline({
      kind: 'verdict', dueAt: '2025-03-06T09:30:00.000Z', steps: [['due', '2025-03-06T09:30:00.000Z'], ['tell-supervisor', '2025-03-07T09:30:00.000Z']],
    });
  });
});

describe('a matter that names nobody', () => {
  const { reporter: _, ...unsigned } = LIFE.report.data;
  const anonymous = { ...LIFE.report, data: { ...unsigned, channel: 'hotline' as const } };

  it('has no clock for a first contact, wherever it goes', () => {
    const takeOver = command('take-over-issue', '2025-03-03T06:00:00.000Z', post('subdistrict', 'unit-head'), {});
    const kinds = (...commands: readonly IssueCommand[]) => historyOf(...commands).flatMap((each) => (each.type === 'DeadlineSet' ? [each.data.kind] : []));
    expect(kinds(anonymous, LIFE.register, LIFE.dispatch)).toEqual(['dispatch', 'sign', 'handling']);
    expect(kinds(anonymous, LIFE.register, LIFE.dispatch, takeOver)).toEqual(['dispatch', 'sign', 'handling', 'sign', 'handling']);
    expect(kinds({ ...anonymous, data: { ...anonymous.data, household: 'house-1' } }, LIFE.register, LIFE.dispatch)).toContain('first-contact');
    expect(kinds({ ...anonymous, data: { ...anonymous.data, reporter: {} } }, LIFE.register, LIFE.dispatch)).not.toContain('first-contact');
  });

  it('is answered without a contact, but not without a measure', () => {
    const handled = historyOf(anonymous, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure);
    given(handled).when(LIFE.resolve).then([
      event('IssueResolved', LIFE.resolve.at, LIFE.resolve.by, { summary: '已修好', evidence: [{ kind: 'photo', text: '照片一' }], inTime: true }),
      verdictDeadline(LIFE.resolve),
    ]);
    given(historyOf(anonymous, LIFE.register, LIFE.dispatch, LIFE.signFor)).when(LIFE.resolve).thenRefused('measure-missing');
  });

  it('is closed as unreached by the first call-back, which somebody else records', () => {
    const answered = historyOf(anonymous, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.resolve);
    const unreached = { contacted: false, resolved: null, satisfied: null, attitude: null, comment: '匿名反映' } as const;
    const verdict = command('record-verdict', LIFE.verdict.at, LIFE.verdict.by, unreached);
    given(answered).when(verdict).then([
      event('VerdictRecorded', verdict.at, verdict.by, { cycle: 1, attempt: 1, ...unreached }),
      event('IssueClosed', verdict.at, verdict.by, { ground: 'unreached', note: '' }),
    ]);
    given(answered).when({ ...verdict, by: post('east', 'cadre') }).thenRefused('verdict-by-handler');
  });

  it('still names somebody when that was erased', () => {
    const [reported, nobodys] = [lifeUntil('report')[0]!, historyOf(anonymous)[0]!];
    const erased = { ...reported, data: { ...reported.data, reporter: { name: '[erased]' } } } as typeof reported;
    expect([reported, erased, nobodys].map((each) => issueDecider.evolve(issueDecider.initial, each))).toMatchObject([{ nobodyNamed: false }, { nobodyNamed: false }, { nobodyNamed: true }]);
  });
});

describe('explain-issue', () => {
  const explain = command('explain-issue', LIFE.resolve.at, post('east', 'cadre'), {
    ground: 'no-legal-basis', explanation: '不屬公共部位', toldTo: '王', understood: true, nextLook: '2025-06-01',
  });

  it('is an honest answer without a measure', () => {
    const { issueId: _, ...told } = explain.data;
    given(historyOf(...BEFORE, LIFE.contact)).when(explain).then([event('IssueExplained', explain.at, explain.by, { ...told, inTime: true }), verdictDeadline(explain)]);
  });

  it('follows a contact', () => {
    given(lifeUntil('signFor')).when(explain).thenRefused('contact-missing', { tries: 3, made: 0 });
  });

  it('looks again later, not earlier', () => {
    given(lifeUntil('contact')).when({ ...explain, data: { ...explain.data, nextLook: '2025-03-02' } }).thenRefused('promised-date-past', { date: '2025-03-02' });
    given(lifeUntil('contact')).when({ ...explain, data: { ...explain.data, nextLook: null } }).thenDeadline({
      kind: 'verdict', dueAt: '2025-03-06T09:30:00.000Z', steps: [['due', '2025-03-06T09:30:00.000Z'], ['tell-supervisor', '2025-03-07T09:30:00.000Z']],
    });
  });
});
