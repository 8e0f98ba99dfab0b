import { command, deadlineSet, event, given, LIFE, lifeUntil, MONDAY } from './issue-builders.js';
import { post } from './fixtures.js';

const by = post('east', 'dispatcher');
const withdraw = command('withdraw-issue', '2025-03-03T05:00:00.000Z', by, { reason: '已自行解決' });
const withdrawn = event('IssueWithdrawn', '2025-03-03T05:00:00.000Z', by, { reason: '已自行解決' });
const dispatchSteps = [['due', '2025-03-04T02:00:00.000Z'], ['tell-supervisor', '2025-03-05T09:30:00.000Z'], ['take-over', '2025-03-11T09:30:00.000Z']] as const;
const reported = () => given([]).when(LIFE.report);

describe('given, when, then', () => {
  it('takes exactly what happens', () => {
    given(lifeUntil('register')).when(withdraw).then([withdrawn]).thenNoDeadline();
    reported().thenDeadline({ kind: 'dispatch', dueAt: '2025-03-04T02:00:00.000Z', unit: 'east', from: MONDAY, steps: dispatchSteps });
  });

  it.each([
    ['an event too few', () => given(lifeUntil('register')).when(withdraw).then([])],
    ['an event too many', () => given(lifeUntil('register')).when(withdraw).then([withdrawn, withdrawn])],
    ['another order', () => given([]).when(LIFE.report).then(lifeUntil('report').toReversed())],
    ['another text deep inside', () => given(lifeUntil('register')).when(withdraw).then([{ ...withdrawn, data: { reason: '' } }])],
    ['a missing key', () => given(lifeUntil('register')).when(withdraw).then([{ ...withdrawn, data: {} as never }])],
    ['a key too many, even without a value', () => given(lifeUntil('register')).when(withdraw).then([{ ...withdrawn, data: { reason: '已自行解決', note: undefined } as never }])],
    ['another moment', () => given(lifeUntil('register')).when(withdraw).then([{ ...withdrawn, at: '2025-03-03T05:00:00.001Z' }])],
    ['another actor', () => given(lifeUntil('register')).when(withdraw).then([{ ...withdrawn, by: { ...by, cadre: 'someone' } }])],
    ['a refusal where events were expected', () => given([]).when(withdraw).then([])],
    ['events where a refusal was expected', () => given(lifeUntil('register')).when(withdraw).thenRefused('issue-unknown')],
    ['another code of refusal', () => given([]).when(withdraw).thenRefused('window-over')],
    ['other parameters of a refusal', () => given([]).when(withdraw).thenRefused('issue-unknown', { issue: 'x' })],
    ['a deadline of another moment', () => reported().thenDeadline({ kind: 'dispatch', dueAt: '2025-03-04T02:00:00.001Z', steps: dispatchSteps })],
    ['a deadline of another kind', () => reported().thenDeadline({ kind: 'sign', dueAt: '2025-03-04T02:00:00.000Z', steps: dispatchSteps })],
    ['a deadline of another unit', () => reported().thenDeadline({ kind: 'dispatch', unit: 'west', dueAt: '2025-03-04T02:00:00.000Z', steps: dispatchSteps })],
    ['a deadline with a step too few', () => reported().thenDeadline({ kind: 'dispatch', dueAt: '2025-03-04T02:00:00.000Z', steps: dispatchSteps.slice(1) })],
    ['a deadline where none was expected', () => reported().thenNoDeadline()],
    ['a deadline with days it has not', () => reported().thenDeadline({ kind: 'dispatch', dueAt: '2025-03-04T02:00:00.000Z', steps: dispatchSteps, days: [['2025-03-04', 'workday']] })],
    ['a history that could not have happened', () => given([withdrawn]).when(withdraw)],
  ])('rejects %s', (_what, sentence) => {
    expect(sentence).toThrow();
  });

  it('builds a deadline as the command sets it', () => {
    const built = deadlineSet(LIFE.report, {
      kind: 'dispatch', holder: { unit: 'east', level: 'community' }, limit: { amount: 24, unit: 'hour' }, dueAt: '2025-03-04T02:00:00.000Z',
      steps: dispatchSteps.map(([act, at], index) => [index + 1, act, at] as const),
    });
    expect(lifeUntil('report')[1]).toEqual(built);
  });
});
