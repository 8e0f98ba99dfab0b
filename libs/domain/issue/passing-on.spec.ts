import { CLOCK, command, deadlineSet, event, FIXED_FACTS, given, historyOf, LIFE, post } from '#testing';
import { issueDecider } from './decide.js';
import type { IssueCommand } from './commands.js';
import type { IssueEvent } from './events.js';
import { nextStep } from './standing.js';

const UNTIL_CONTACT: readonly IssueCommand[] = [LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact];
const works = { unit: 'works', level: 'subdistrict' } as const;
const takeOver = command('take-over-issue', '2025-03-03T06:00:00.000Z', post('subdistrict', 'unit-head'), {});
const passOn = (unit: string, at = '2025-03-05T02:00:00.000Z', by = post('subdistrict', 'dispatcher')) => command('dispatch-issue', at, by, { unit });
const taken = historyOf(...UNTIL_CONTACT, takeOver);
const unsigned = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, takeOver);

/** Lets the clock alone act on a history, up to a moment. */
function driven(history: readonly IssueEvent[], until = '9999'): IssueEvent[] {
  const all = [...history];
  for (let state = all.reduce(issueDecider.evolve, issueDecider.initial); ; state = all.reduce(issueDecider.evolve, issueDecider.initial)) {
    const step = nextStep(state);
    if (!step || step.at > until) return all;
    const decision = issueDecider.decide({ ...command('pass-deadline', step.at, CLOCK, { deadline: step.deadline, step: step.step }), id: `pass ${step.step}` }, state, FIXED_FACTS);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    all.push(...decision.events);
  }
}

const stateOf = (history: readonly IssueEvent[]) => history.reduce(issueDecider.evolve, issueDecider.initial);
const afterwards = (history: readonly IssueEvent[], ...commands: readonly IssueCommand[]) => commands.reduce<IssueEvent[]>((all, each) => {
  const decision = issueDecider.decide(each, stateOf(all), FIXED_FACTS);
  if (!decision.accepted) throw new Error(decision.refusal.code);
  return [...all, ...decision.events];
}, [...history]);

describe('what was taken over', () => {
  it('is given to a department of the taker as a ruling, which signs by a clock of its own and handles by the one that runs', () => {
    const ruling = passOn('works');
    given(taken).when(ruling).then([
      event('IssueDispatched', ruling.at, ruling.by, { ...works, from: 'subdistrict', ruling: true }),
      deadlineSet(ruling, {
        kind: 'sign', holder: works, limit: { amount: 1, unit: 'working-day' }, dueAt: '2025-03-06T09:30:00.000Z',
        steps: [[1, 'due', '2025-03-06T09:30:00.000Z'], [2, 'tell-unit-head', '2025-03-07T09:30:00.000Z'], [3, 'take-over', '2025-03-13T09:30:00.000Z']],
      }),
      deadlineSet(ruling, {
        kind: 'handling', holder: works, limit: { amount: 5, unit: 'working-day' }, from: takeOver.at, dueAt: '2025-03-10T09:30:00.000Z',
        steps: [
          [1, 'warn', '2025-03-07T09:30:00.000Z'], [2, 'due', '2025-03-10T09:30:00.000Z'],
          [3, 'tell-supervisor', '2025-03-11T09:30:00.000Z'], [4, 'take-over', '2025-03-17T09:30:00.000Z'],
        ],
      }),
    ]);
    expect(stateOf(afterwards(taken, ruling))).toMatchObject({ status: 'dispatched', holder: works, ruled: true, coResponsible: ['east', 'subdistrict'], mayPassOn: false });
  });

  it('is given back to the area from which it was taken, with the time for the first contact that is left', () => {
    given(unsigned).when(passOn('east', '2025-03-04T02:00:00.000Z')).thenDeadline({
      kind: 'first-contact', unit: 'east', dueAt: '2025-03-04T09:30:00.000Z', steps: [['due', '2025-03-04T09:30:00.000Z'], ['tell-supervisor', '2025-03-05T09:30:00.000Z']],
    });
    expect(stateOf(afterwards(unsigned, passOn('east')))).toMatchObject({ status: 'dispatched', holder: { unit: 'east' }, coResponsible: ['subdistrict'] });
  });

  it('passes no step again that passed before it was given on', () => {
    const late = driven(taken, '2025-03-10T09:30:00.000Z');
    given(late).when(passOn('works', '2025-03-10T10:00:00.000Z')).thenDeadline({
      kind: 'handling', dueAt: '2025-03-10T09:30:00.000Z', steps: [['tell-supervisor', '2025-03-11T09:30:00.000Z'], ['take-over', '2025-03-17T09:30:00.000Z']],
    });
  });

  it.each(['subdistrict', 'district', 'city'])('is not given to %s: it stays with the unit that took it over', (unit) => {
    given(taken).when(passOn(unit)).thenRefused('not-a-unit-of-the-taker', { unit: 'subdistrict' });
  });

  it('is given on once, and only until somebody has taken it in hand', () => {
    const sign = { ...LIFE.signFor, id: 'sign', at: '2025-03-04T02:00:00.000Z', by: post('subdistrict', 'cadre') };
    const measure = { ...LIFE.measure, id: 'measure', at: '2025-03-04T02:00:00.000Z' };
    given(afterwards(taken, passOn('works'))).when(passOn('east', '2025-03-05T03:00:00.000Z')).thenRefused('status-does-not-allow', { status: 'dispatched', command: 'dispatch-issue' });
    given(afterwards(unsigned, sign)).when(passOn('works')).thenRefused('status-does-not-allow', { status: 'handling', command: 'dispatch-issue' });
    given(afterwards(taken, measure)).when(passOn('works')).thenRefused('status-does-not-allow', { status: 'handling', command: 'dispatch-issue' });
  });

  it('may still be given on after it was closed and opened again where it stood', () => {
    const head = post('subdistrict', 'unit-head');
    const close = command('close-issue', '2025-03-03T07:00:00.000Z', head, { ground: 'duplicate', note: '同前案' });
    const reopen = command('reopen-issue', '2025-03-04T07:00:00.000Z', head, { ground: 'supervisor', note: '並非同一件' });
    given(afterwards(unsigned, close, reopen)).when(passOn('works')).thenDeadline({
      kind: 'handling', unit: 'works', dueAt: '2025-03-11T09:30:00.000Z',
      steps: [['warn', '2025-03-10T09:30:00.000Z'], ['due', '2025-03-11T09:30:00.000Z'], ['tell-supervisor', '2025-03-12T09:30:00.000Z'], ['take-over', '2025-03-18T09:30:00.000Z']],
    });
  });

  it('does not come back from the unit it was given to', () => {
    const back = command('return-assignment', '2025-03-05T03:00:00.000Z', post('works', 'unit-head'), { ground: 'not-our-duty', note: '屬物業' });
    given(afterwards(taken, passOn('works'))).when(back).thenRefused('ruling-stands');
  });

  it('climbs on from the level that took it over, which does not take it again', () => {
    const climbed = driven(afterwards(taken, passOn('east')));
    const climbs = climbed.flatMap(({ type, at, data }) => (type === 'IssueTakenOver' ? [[at, data.from.unit, data.to.unit]] : type === 'SupervisionOrdered' ? [[at, data.unit]] : []));
    expect(climbs).toEqual([
      [takeOver.at, 'east', 'subdistrict'], ['2025-03-13T09:30:00.000Z', 'east', 'district'], ['2025-03-21T09:30:00.000Z', 'district', 'city'], ['2025-03-31T09:30:00.000Z', 'city'],
    ]);
    expect(stateOf(climbed)).toMatchObject({ holder: { unit: 'city' }, coResponsible: ['subdistrict', 'east', 'district'] });
  });

  it('asks the level above the taker for support', () => {
    const inHand = afterwards(taken, passOn('east'), { ...LIFE.signFor, id: 'again', at: '2025-03-05T03:00:00.000Z' });
    const ask = command('ask-for-support', '2025-03-05T04:00:00.000Z', post('east', 'cadre'), { reason: '要開挖道路' });
    given(inHand).when(ask).then([event('SupportAsked', ask.at, ask.by, { from: 'east', to: 'district', reason: '要開挖道路' })]);
    given(inHand).when(command('take-over-issue', ask.at, post('subdistrict', 'unit-head'), {})).thenRefused('not-the-level-above', { unit: 'district' });
  });

  it('starts no clock again that an order of supervision has ended', () => {
    const atTheTop = driven(taken);
    const ruled = afterwards(atTheTop, passOn('district', '2025-07-01T02:00:00.000Z', post('city', 'dispatcher')));
    expect(stateOf(ruled)).toMatchObject({ holder: { unit: 'district' }, supervised: true, deadlines: [{ kind: 'sign', pending: [] }, { kind: 'handling', pending: [] }] });
    expect(driven(ruled)).toEqual(ruled);
  });
});
