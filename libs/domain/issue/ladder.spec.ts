import { CLOCK, command, event, FIXED_FACTS, given, historyOf, LIFE, lifeUntil, ORDINARY, post, scenarios, UNITS } from '#testing';
import { plusMillis, type Instant } from '#kernel';
import { issueDecider } from './decide.js';
import type { IssueEvent } from './events.js';
import { nextStep, standingOf, type PendingStep } from './standing.js';

const foldOf = (history: readonly IssueEvent[]) => history.reduce(issueDecider.evolve, issueDecider.initial);
const pass = (step: PendingStep, at: Instant = step.at) => command('pass-deadline', at, CLOCK, { deadline: step.deadline, step: step.step });

/** Lets the clock alone act until nothing is left to wait for; tells each step as `moment kind act → what followed`. */
function driven(history: readonly IssueEvent[], facts = FIXED_FACTS, steps = 100): { told: string[]; history: IssueEvent[] } {
  const all = [...history];
  const told: string[] = [];
  for (let step = nextStep(foldOf(all)); step; step = nextStep(foldOf(all))) {
    if (told.length === steps) throw new Error('the ladder does not end');
    const decision = issueDecider.decide({ ...pass(step), id: `pass-${told.length}` }, foldOf(all), facts);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    all.push(...decision.events);
    told.push(`${step.at.slice(5, 16)} ${step.kind} ${step.act}${decision.events.slice(1).map(effect).join('')}`);
  }
  return { told, history: all };
}

function effect({ type, data }: IssueEvent): string {
  if (type === 'IssueTakenOver') return ` → ${data.to.unit}`;
  if (type === 'SupervisionOrdered') return ` → supervision of ${data.unit}`;
  return type === 'IssueUrged' ? ' → urged' : '';
}

describe('the ladder', () => {
  it('takes an issue that nobody registers from level to level up to the supervision order', () => {
    expect(driven(lifeUntil('report')).told).toEqual([
      '03-04T02:00 dispatch due → urged', '03-05T09:30 dispatch tell-supervisor', '03-11T09:30 dispatch take-over → subdistrict',
      '03-12T09:30 dispatch due → urged', '03-13T09:30 dispatch tell-supervisor', '03-19T09:30 dispatch take-over → district',
      '03-20T09:30 dispatch due → urged', '03-21T09:30 dispatch tell-supervisor', '03-27T09:30 dispatch take-over → city',
      '03-28T09:30 dispatch due → urged', '03-31T09:30 dispatch tell-supervisor', '04-04T09:30 dispatch take-over → supervision of city',
    ]);
  });

  it('takes an issue that nobody signs for with all its clocks anew at each level', () => {
    const { told } = driven(lifeUntil('dispatch'));
    expect(told.slice(0, 8)).toEqual([
      '03-04T09:30 sign due → urged', '03-04T09:30 first-contact due → urged', '03-05T09:30 sign tell-unit-head', '03-05T09:30 first-contact tell-supervisor',
      '03-07T09:30 handling warn', '03-10T09:30 handling due → urged', '03-11T09:30 sign take-over → subdistrict', '03-12T09:30 sign due → urged',
    ]);
    expect(told.filter((line) => line.includes('take-over'))).toEqual([
      '03-11T09:30 sign take-over → subdistrict', '03-19T09:30 sign take-over → district', '03-27T09:30 sign take-over → city', '04-04T09:30 sign take-over → supervision of city',
    ]);
  });

  it('takes an issue in handling by the limits of each level: 5 working days, 5, 15 days, 30 days', () => {
    const { told, history } = driven(lifeUntil('contact'));
    expect(told).toEqual([
      '03-07T09:30 handling warn', '03-10T09:30 handling due → urged', '03-11T09:30 handling tell-supervisor', '03-17T09:30 handling take-over → subdistrict',
      '03-21T09:30 handling warn', '03-24T09:30 handling due → urged', '03-25T09:30 handling tell-supervisor', '03-31T09:30 handling take-over → district',
      '04-14T09:30 handling warn', '04-15T09:30 handling due → urged', '04-16T09:30 handling tell-supervisor', '04-22T09:30 handling take-over → city',
      '05-21T09:30 handling warn', '05-22T09:30 handling due → urged', '05-23T09:30 handling tell-supervisor', '05-29T09:30 handling take-over → supervision of city',
    ]);
    const state = foldOf(history);
    expect(state).toMatchObject({ status: 'handling', holder: { unit: 'city', level: 'city' }, coResponsible: ['east', 'subdistrict', 'district'], escalations: 3, supervised: true });
  });

  it('orders supervision once, whatever class the issue is given behind it', () => {
    const top = { ...FIXED_FACTS, directory: { unit: (code: string) => UNITS.map((unit) => (unit.code === 'district' ? { ...unit, parent: null } : unit)).find((unit) => unit.code === code) } };
    const supervised = driven(lifeUntil('contact'), top).history;
    const longTerm = command('reclassify-issue', '2025-04-23T02:00:00.000Z', post('district', 'dispatcher'), { ...ORDINARY, horizon: 'long-term', reason: '須立項' });
    scenarios(issueDecider, top)(supervised).when(longTerm).thenDeadline({
      kind: 'handling', unit: 'district', from: '2025-03-31T09:30:00.000Z', limit: { amount: 30, unit: 'day' }, dueAt: '2025-04-30T09:30:00.000Z', steps: [],
    });
  });

  it('urges a call-back and tells the supervisor; the level above does not take it over', () => {
    expect(driven(lifeUntil('resolve')).told).toEqual(['03-06T09:30 verdict due → urged', '03-07T09:30 verdict tell-supervisor']);
  });

  it('leaves nothing to wait for once an issue has ended', () => {
    expect(driven(lifeUntil('verdict')).told).toEqual([]);
  });
});

describe('pass-deadline', () => {
  const history = lifeUntil('contact');
  const warn = nextStep(foldOf(history)) as PendingStep;
  const due = { ...warn, step: warn.step.replace(/1$/, '2'), at: warn.dueAt };

  it('puts the step on record, with its effect in the same group', () => {
    const passed = (step: PendingStep, act: 'warn' | 'due') => event('DeadlineStepPassed', step.at, CLOCK, {
      deadline: step.deadline, step: step.step, kind: 'handling', act, unit: 'east', level: 'community', dueAt: '2025-03-10T09:30:00.000Z',
    });
    given(history).when(pass(warn)).then([passed(warn, 'warn')]);
    given([...history, passed(warn, 'warn')]).when(pass(due)).then([passed(due, 'due'), event('IssueUrged', due.at, CLOCK, { unit: 'east', ground: 'overdue' })]);
  });

  it('waits for the moment itself', () => {
    const early = plusMillis(warn.at, -1);
    given(history).when(pass(warn, early)).thenRefused('deadline-not-yet-due', { at: warn.at });
  });

  it('passes a step once', () => {
    const after = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, pass(warn));
    given(after).when(pass(warn)).thenRefused('deadline-not-standing');
  });

  it('passes steps in order, also when several are due after an outage', () => {
    const muchLater = '2025-06-02T02:00:00.000Z';
    given(history).when(pass(due, muchLater)).thenRefused('deadline-not-yet-due', { at: due.at });
    given(historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, pass(warn, muchLater))).when(pass(due, muchLater)).thenNoDeadline();
  });

  it('comes too late for a deadline that was met', () => {
    given(lifeUntil('resolve')).when(pass(due)).thenRefused('deadline-not-standing');
    given(lifeUntil('verdict')).when(pass(due)).thenRefused('deadline-not-standing');
  });

  it('does not take a holder it cannot find for the top of the tree', () => {
    const steps = driven(history).history;
    const beforeTakeOver = steps.slice(0, steps.findIndex((each) => each.type === 'IssueTakenOver') - 1);
    const step = nextStep(foldOf(beforeTakeOver)) as PendingStep;
    const decision = issueDecider.decide(pass(step), foldOf(beforeTakeOver), { ...FIXED_FACTS, directory: { unit: () => undefined } });
    expect(decision).toEqual({ accepted: false, refusal: { code: 'unit-unknown', params: { unit: 'east' } } });
  });
});

describe('ask-for-support and take-over-issue', () => {
  const ask = command('ask-for-support', '2025-03-03T05:00:00.000Z', post('east', 'unit-head'), { reason: '要開挖道路' });
  const takeOver = (unit: string) => command('take-over-issue', '2025-03-03T06:00:00.000Z', post(unit, 'supervisor'), {});

  it('asks the level above once, with a reason', () => {
    const asked = event('SupportAsked', ask.at, ask.by, { from: 'east', to: 'subdistrict', reason: '要開挖道路' });
    given(lifeUntil('contact')).when(ask).then([asked]);
    given([...lifeUntil('contact'), asked]).when(ask).thenRefused('support-already-asked', { unit: 'subdistrict' });
    given(lifeUntil('contact')).when({ ...ask, data: { ...ask.data, reason: ' ' } }).thenRefused('reason-missing');
  });

  it.each([['asked', [ask]], ['ordered', []]] as const)('is taken over as %s, with the limit of the level that takes it', (ground, before) => {
    const history = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, LIFE.signFor, LIFE.measure, LIFE.contact, ...before);
    given(history).when(takeOver('subdistrict')).thenDeadline({
      kind: 'handling', unit: 'subdistrict', level: 'subdistrict', dueAt: '2025-03-10T09:30:00.000Z',
      steps: [['warn', '2025-03-07T09:30:00.000Z'], ['due', '2025-03-10T09:30:00.000Z'], ['tell-supervisor', '2025-03-11T09:30:00.000Z'], ['take-over', '2025-03-17T09:30:00.000Z']],
    });
    const decision = issueDecider.decide(takeOver('works'), foldOf(history), FIXED_FACTS);
    expect(decision.accepted && decision.events[0]?.data).toEqual({ from: { unit: 'east', level: 'community' }, to: { unit: 'subdistrict', level: 'subdistrict' }, ground });
  });

  it.each(['east', 'west', 'district', 'city', 'atlantis'])('is not taken over by %s: no level is skipped', (unit) => {
    given(lifeUntil('contact')).when(takeOver(unit)).thenRefused('not-the-level-above', { unit: 'subdistrict' });
  });

  it('ends at the top', () => {
    const atTheTop = driven(lifeUntil('contact')).history;
    given(atTheTop).when(takeOver('city')).thenRefused('no-level-above', { unit: 'city' });
    given(atTheTop).when(ask).thenRefused('no-level-above', { unit: 'city' });
  });

  it('cannot be returned after it was taken over', () => {
    const taken = historyOf(LIFE.report, LIFE.register, LIFE.dispatch, takeOver('subdistrict'));
    given(taken).when(command('return-assignment', '2025-03-03T07:00:00.000Z', post('subdistrict', 'dispatcher'), { ground: 'wrong-area', note: '不是' })).thenRefused('ruling-stands');
  });
});

describe('standingOf', () => {
  it('tells the clock all it needs, in codes', () => {
    const state = foldOf(lifeUntil('dispatch'));
    if (state.status === 'none') throw new Error('expected an issue');
    expect(standingOf(state, 6)).toEqual({
      issueId: 'issue-1', revision: 6, stage: 'assignment', level: 'community', unit: 'east', topic: 'urban/property', supervised: false, dueAt: '2025-03-04T09:30:00.000Z',
      next: { deadline: `sign.${LIFE.dispatch.id}`, step: `sign.${LIFE.dispatch.id}.1`, kind: 'sign', act: 'due', at: '2025-03-04T09:30:00.000Z', dueAt: '2025-03-04T09:30:00.000Z' },
    });
  });
});
