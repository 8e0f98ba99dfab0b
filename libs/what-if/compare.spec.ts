import { NOTICE, workingCalendar, type IssueCommand, type Limit, type Rulebook } from '#domain';
import type { Instant } from '#kernel';
import { CLOCK, clockId, command, event, FIXED_FACTS, LIFE, post, recordOf } from '#testing';
import { compareLives, type Comparison } from './compare.js';
import { relive } from './relive.js';

/** Two weeks after the life began, and long after. */
const SOON: Instant = '2025-03-17T02:00:00.000Z';
const LATE: Instant = '2025-06-30T02:00:00.000Z';
const workingDays = (amount: number): Limit => ({ amount, unit: 'working-day' });
const rules = (change: Partial<Rulebook>): Rulebook => ({ ...NOTICE, version: 'other', ...change });
const { report, register, dispatch, signFor, measure, contact, resolve, verdict } = LIFE;
const UNTIL_DISPATCH = [report, register, dispatch];

/** `given(commands).whenRules(change).at(moment)`: an issue as it went by the notice, compared with how it would have gone. */
function given(...commands: readonly IssueCommand[]) {
  return {
    whenRules: (change: Partial<Rulebook>, facts = FIXED_FACTS) => ({
      at: (until: Instant): Comparison =>
        compareLives(relive(recordOf(commands, until), { factsAt: () => ({ ...facts, rules: rules(change) }), clockId }, until), until),
    }),
  };
}

const climbs = ({ climbs: all }: Comparison['other']) => all.map(({ level, at }) => [level, at]);
const dueDays = ({ deadlines }: Comparison) => deadlines.map(({ recorded, other }) => [(recorded ?? other)!.kind, recorded?.dueAt ?? null, other?.dueAt ?? null]);

describe('an issue lived again by other rules', () => {
  it('goes the same way by the same rules', () => {
    const compared = given(...UNTIL_DISPATCH, signFor).whenRules({}).at(LATE);
    expect(compared).toMatchObject({ differs: false, deadlines: [], departure: null, fallen: 0, elsewhere: 0 });
    expect(climbs(compared.other)).toEqual([['subdistrict', '2025-03-17T09:30:00.000Z'], ['district', '2025-03-31T09:30:00.000Z'], ['city', '2025-04-22T09:30:00.000Z']]);
    expect(compared.other.supervisedAt).not.toBeNull();
  });

  it('is taken over where a limit is shorter, and the level above is given its own deadline', () => {
    const short = { handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community: workingDays(2) } } };
    const compared = given(...UNTIL_DISPATCH, signFor, measure, contact).whenRules(short).at(SOON);
    expect(climbs(compared.recorded)).toEqual([]);
    expect(climbs(compared.other)).toEqual([['subdistrict', '2025-03-12T09:30:00.000Z']]);
    expect(dueDays(compared)).toEqual([
      ['handling', '2025-03-10T09:30:00.000Z', '2025-03-05T09:30:00.000Z'],
      ['handling', null, '2025-03-19T09:30:00.000Z'],
    ]);
    expect([compared.recorded.urgings, compared.other.urgings, compared.other.row.unit]).toEqual([1, 1, 'subdistrict']);
  });

  it('is not taken over where a limit is longer', () => {
    const long = { handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community: workingDays(20) } } };
    const compared = given(...UNTIL_DISPATCH, signFor, measure, contact).whenRules(long).at('2025-03-20T02:00:00.000Z');
    expect([climbs(compared.recorded), climbs(compared.other)]).toEqual([[['subdistrict', '2025-03-17T09:30:00.000Z']], []]);
    expect([compared.recorded.overdue, compared.other.overdue]).toEqual([false, false]);
    expect(compared.deadlines.map(({ other }) => other?.dueAt ?? null)).toEqual(['2025-03-31T09:30:00.000Z', null]);
  });

  it('is answered late where the answer came behind a shorter limit', () => {
    const answered = [...UNTIL_DISPATCH, signFor, measure, contact, { ...resolve, at: '2025-03-07T03:00:00.000Z' }];
    const compared = given(...answered).whenRules({ handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community: workingDays(3) } } }).at('2025-03-07T04:00:00.000Z');
    expect([compared.recorded.row.inTime, compared.other.row.inTime, compared.departure]).toEqual([true, false, null]);
  });

  it('is due on another day on another calendar', () => {
    const summer = UNTIL_DISPATCH.map((each) => ({ ...each, at: each.at.replace('2025-03-03', '2025-04-30') }) as IssueCommand);
    // 1 to 5 May 2025 are holidays; the Sunday before was made up for.
    const compared = given(...summer).whenRules({}, { ...FIXED_FACTS, calendar: workingCalendar() }).at('2025-04-30T03:00:00.000Z');
    expect(dueDays(compared)).toEqual([
      ['sign', '2025-05-01T09:30:00.000Z', '2025-05-06T09:30:00.000Z'],
      ['first-contact', '2025-05-01T09:30:00.000Z', '2025-05-06T09:30:00.000Z'],
      ['handling', '2025-05-07T09:30:00.000Z', '2025-05-12T09:30:00.000Z'],
    ]);
  });

  it('follows another ladder', () => {
    const ladders = { ...NOTICE.ladders, value: { ...NOTICE.ladders.value, sign: [{ act: 'due', offset: workingDays(0) }, { act: 'take-over', offset: workingDays(1) }] } } as const;
    const compared = given(...UNTIL_DISPATCH).whenRules({ ladders }).at('2025-03-06T02:00:00.000Z');
    expect(climbs(compared.other)).toEqual([['subdistrict', '2025-03-05T09:30:00.000Z']]);
    expect([compared.recorded.told, compared.other.told]).toEqual([2, 0]);
  });
});

describe('what people did', () => {
  const minutes = (amount: number): Limit => ({ amount, unit: 'minute' });
  const hasty: Partial<Rulebook> = {
    sign: { ...NOTICE.sign, value: minutes(4) },
    ladders: { ...NOTICE.ladders, value: { ...NOTICE.ladders.value, sign: [{ act: 'due', offset: minutes(0) }, { act: 'take-over', offset: minutes(2) }] } },
  };

  it('is done at its moment also where another level holds the issue by then, and that is counted', () => {
    const compared = given(...UNTIL_DISPATCH, signFor, measure, contact, resolve).whenRules(hasty).at(verdict.at);
    expect(compared.other.row).toMatchObject({ status: 'answered', unit: 'subdistrict', holders: ['subdistrict', 'east'] });
    expect(compared).toMatchObject({ departure: null, fallen: 0, elsewhere: 4 });
  });

  it('departs where it no longer fits, with the reason; what still fits goes on', () => {
    const sentBack = command('return-assignment', '2025-03-03T02:30:00.000Z', post('east', 'dispatcher'), { ground: 'wrong-area', note: '不屬本社區' });
    const again = command('dispatch-issue', '2025-03-03T02:40:00.000Z', post('subdistrict', 'dispatcher'), { unit: 'west' });
    const compared = given(...UNTIL_DISPATCH, sentBack, again, { ...signFor, at: '2025-03-03T03:00:00.000Z' }).whenRules(hasty).at(SOON);
    expect(compared.departure).toEqual({ step: 8, at: sentBack.at, command: 'return-assignment', refusal: { code: 'ruling-stands' } });
    expect(compared.fallen).toBe(1);
    expect(compared.other.row).toMatchObject({ status: 'handling', holders: ['west', 'east', 'subdistrict', 'district', 'city'] });
    expect(compared.differs).toBe(true);
  });
});

describe('the clock', () => {
  it('is as late as it was where the same step stands, and never late where none did', () => {
    const late = '2025-03-04T15:00:00.000Z';
    const deadline = { deadline: `sign.${dispatch.id}`, step: `sign.${dispatch.id}.1`, kind: 'sign', act: 'due', unit: 'east', level: 'community', dueAt: '2025-03-04T09:30:00.000Z' } as const;
    const passed = [event('DeadlineStepPassed', late, CLOCK, deadline), event('IssueUrged', late, CLOCK, { unit: 'east', ground: 'overdue' })];
    const record = [...recordOf(UNTIL_DISPATCH, '2025-03-03T03:00:00.000Z'), { id: 'late', type: 'pass-deadline', recordedAt: late, step: 8, events: passed }];
    const urgedAt = (sign: Limit) => {
      const facts = { ...FIXED_FACTS, rules: rules({ sign: { ...NOTICE.sign, value: sign } }) };
      const { events } = relive(record, { factsAt: () => facts, clockId }, '2025-03-04T15:00:01.000Z');
      return events.filter(({ type, at }) => type === 'IssueUrged' && at > dispatch.at).map(({ at }) => at);
    };
    expect(urgedAt(workingDays(1))).toEqual([late]);
    expect(urgedAt({ amount: 2, unit: 'hour' })).toEqual(['2025-03-03T04:20:00.000Z']);
    expect(urgedAt(workingDays(2))).toEqual([]);
  });
});
