import type { Actor } from '#kernel';
import { command, deadlineSet, event, FIXED_FACTS, given, historyOf, LIFE, lifeUntil, post, UNITS } from '#testing';
import type { UnitRef } from '../unit/unit.js';
import type { IssueCommand } from './commands.js';
import { issueDecider } from './decide.js';
import type { IssueFacts } from './facts.js';

const east = { unit: 'east', level: 'community' } as const;
const workingDays = (amount: number) => ({ amount, unit: 'working-day' } as const);
const TO_WORKS = command('dispatch-issue', '2025-03-03T02:20:00.000Z', post('east', 'dispatcher'), { unit: 'works' });
const back = (at: string) => command('return-assignment', at, post('works', 'dispatcher'), { ground: 'not-our-duty', note: '屬物業' });

describe('dispatch-issue', () => {
  it('lets signing, first contact and handling run for the unit it goes to', () => {
    given(lifeUntil('register')).when(LIFE.dispatch).then([
      event('IssueDispatched', LIFE.dispatch.at, LIFE.dispatch.by, { ...east, from: 'east', ruling: false }),
      deadlineSet(LIFE.dispatch, {
        kind: 'sign', holder: east, limit: workingDays(1), dueAt: '2025-03-04T09:30:00.000Z',
        steps: [[1, 'due', '2025-03-04T09:30:00.000Z'], [2, 'tell-unit-head', '2025-03-05T09:30:00.000Z'], [3, 'take-over', '2025-03-11T09:30:00.000Z']],
      }),
      deadlineSet(LIFE.dispatch, {
        kind: 'first-contact', holder: east, limit: workingDays(1), dueAt: '2025-03-04T09:30:00.000Z',
        steps: [[1, 'due', '2025-03-04T09:30:00.000Z'], [2, 'tell-supervisor', '2025-03-05T09:30:00.000Z']],
      }),
      deadlineSet(LIFE.dispatch, {
        kind: 'handling', holder: east, limit: workingDays(5), dueAt: '2025-03-10T09:30:00.000Z',
        steps: [
          [1, 'warn', '2025-03-07T09:30:00.000Z'], [2, 'due', '2025-03-10T09:30:00.000Z'],
          [3, 'tell-supervisor', '2025-03-11T09:30:00.000Z'], [4, 'take-over', '2025-03-17T09:30:00.000Z'],
        ],
      }),
    ]);
  });

  it.each([
    ['east', { amount: 5, unit: 'working-day' }, '2025-03-10T09:30:00.000Z'],
    ['works', { amount: 5, unit: 'working-day' }, '2025-03-10T09:30:00.000Z'],
    ['district', { amount: 15, unit: 'day' }, '2025-03-18T02:20:00.000Z'],
    ['city', { amount: 30, unit: 'day' }, '2025-04-02T02:20:00.000Z'],
  ] as const)('measures handling at %s by its level', (unit, limit, dueAt) => {
    const { events } = dispatchedTo(unit);
    expect(events.find((each) => each.type === 'DeadlineSet' && each.data.kind === 'handling')?.data).toMatchObject({ unit, limit, dueAt });
  });

  it('keeps a note, and names a unit that is known', () => {
    given(lifeUntil('register')).when({ ...LIFE.dispatch, data: { ...LIFE.dispatch.data, unit: 'atlantis' } }).thenRefused('unit-unknown', { unit: 'atlantis' });
    const noted = historyOf(LIFE.report, LIFE.register, { ...LIFE.dispatch, data: { ...LIFE.dispatch.data, note: '請速辦' } });
    expect(noted.find((each) => each.type === 'IssueDispatched')?.data).toEqual({ ...east, from: 'east', ruling: false, note: '請速辦' });
  });
});

describe('where a matter about the east may be dispatched', () => {
  const POSTS = ['east', 'works', 'subdistrict', 'district', 'city'] as const;
  const OWN: Readonly<Record<(typeof POSTS)[number], readonly string[]>> = {
    east: ['works', 'east'], works: ['works'], subdistrict: ['subdistrict', 'works', 'east', 'west'],
    district: ['district', 'subdistrict', 'works', 'east', 'west'], city: ['city', 'district', 'subdistrict', 'works', 'east', 'west'],
  };
  const elsewhere: readonly UnitRef[] = [
    ...UNITS, { code: 'far', level: 'subdistrict', kind: 'area', parent: 'district' }, { code: 'far-works', level: 'subdistrict', kind: 'department', parent: 'far' },
    { code: 'water', level: 'city', kind: 'department', parent: 'city' }, { code: 'water-desk', level: 'city', kind: 'department', parent: 'water' },
  ];
  const directory = { unit: (code: string) => elsewhere.find((unit) => unit.code === code) };
  const state = lifeUntil('register').reduce(issueDecider.evolve, issueDecider.initial);
  const dispatched = (unit: string, by: Actor, facts: IssueFacts = { ...FIXED_FACTS, directory }) => issueDecider.decide(command('dispatch-issue', LIFE.dispatch.at, by, { unit }), state, facts);

  it.each(POSTS)('from %s: to its own unit and below it, and to the departments that serve the area', (unit) => {
    const found = elsewhere.filter(({ code }) => dispatched(code, post(unit, 'dispatcher')).accepted).map(({ code }) => code);
    const below = unit === 'district' || unit === 'city' ? ['far', 'far-works'] : [];
    expect(found.toSorted()).toEqual([...new Set([...OWN[unit], 'works', 'water', 'water-desk', ...below])].toSorted());
  });

  it('says where it cannot go', () => {
    expect(dispatched('far', post('subdistrict', 'unit-head'))).toEqual({ accepted: false, refusal: { code: 'dispatch-out-of-reach', params: { unit: 'far' } } });
    expect(dispatched('far-works', post('subdistrict', 'unit-head'))).toMatchObject({ refusal: { code: 'dispatch-out-of-reach' } });
  });

  it('binds no operator, who has no post, and nothing that is on record', () => {
    expect(dispatched('far', { kind: 'operator', operator: 'root' })).toMatchObject({ accepted: true });
    expect(dispatched('far', post('subdistrict', 'dispatcher'), { ...FIXED_FACTS, directory, onRecord: true })).toMatchObject({ accepted: true });
  });
});

describe('sign-for-assignment', () => {
  it('names who signed', () => {
    given(lifeUntil('dispatch')).when(LIFE.signFor).then([event('AssignmentSignedFor', LIFE.signFor.at, LIFE.signFor.by, { unit: 'east', cadre: 'east-cadre' })]);
  });

  it('is done by a person', () => {
    given(lifeUntil('dispatch')).when({ ...LIFE.signFor, by: { kind: 'operator', operator: 'root' } }).thenRefused('a-person-signs');
  });
});

describe('return-assignment', () => {
  const once = historyOf(LIFE.report, LIFE.register, TO_WORKS);

  it('goes back to the unit that dispatched, whose clock begins again', () => {
    const returning = back('2025-03-03T06:00:00.000Z');
    given(once).when(returning).then([
      event('AssignmentReturned', returning.at, returning.by, { unit: 'works', to: 'east', level: 'community', ground: 'not-our-duty', note: '屬物業', count: 1 }),
      deadlineSet(returning, {
        kind: 'dispatch', holder: east, limit: { amount: 24, unit: 'hour' }, dueAt: '2025-03-04T06:00:00.000Z',
        steps: [[1, 'due', '2025-03-04T06:00:00.000Z'], [2, 'tell-supervisor', '2025-03-05T09:30:00.000Z'], [3, 'take-over', '2025-03-11T09:30:00.000Z']],
      }),
    ]);
  });

  it('needs a reason', () => {
    const silent = { ...back('2025-03-03T06:00:00.000Z') };
    given(once).when({ ...silent, data: { ...silent.data, note: ' ' } }).thenRefused('reason-missing');
  });

  describe('after the second time', () => {
    const again = (at: string, by = post('east', 'dispatcher')) => command('dispatch-issue', at, by, { unit: 'works' });
    const twice: IssueCommand[] = [
      LIFE.report, LIFE.register, TO_WORKS, back('2025-03-03T03:00:00.000Z'), again('2025-03-03T04:00:00.000Z'), back('2025-03-03T05:00:00.000Z'),
    ];

    it('is ruled upon by a unit head', () => {
      given(historyOf(...twice)).when(again('2025-03-03T06:00:00.000Z')).thenRefused('ruling-needed');
      given(historyOf(...twice)).when(again('2025-03-03T06:00:00.000Z', post('east', 'supervisor'))).thenRefused('ruling-needed');
      given(historyOf(...twice)).when({ ...again('2025-03-03T06:00:00.000Z'), by: { kind: 'operator', operator: 'root' } }).thenRefused('ruling-needed');
      const ruled = historyOf(...twice, again('2025-03-03T06:00:00.000Z', post('east', 'unit-head')));
      expect(ruled.findLast((each) => each.type === 'IssueDispatched')?.data).toEqual({ unit: 'works', level: 'subdistrict', from: 'east', ruling: true });
    });

    it('cannot be returned', () => {
      const ruled = historyOf(...twice, again('2025-03-03T06:00:00.000Z', post('east', 'unit-head')));
      given(ruled).when(back('2025-03-03T07:00:00.000Z')).thenRefused('ruling-stands');
    });
  });
});

function dispatchedTo(unit: string) {
  return { events: historyOf(LIFE.report, LIFE.register, command('dispatch-issue', LIFE.dispatch.at, post('city', 'dispatcher'), { unit })) };
}
