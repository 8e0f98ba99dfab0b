import type { Limit, Rulebook } from './rulebook.js';

const hours = (amount: number): Limit => ({ amount, unit: 'hour' });
const days = (amount: number): Limit => ({ amount, unit: 'day' });
const workingDays = (amount: number): Limit => ({ amount, unit: 'working-day' });

const AT_DUE = workingDays(0);
const OVERDUE = 'notice: what is late is urged and goes up by itself; steps as in hotline practice: at once, +1 and +5 working days';

/** The preset that ships: the campaign of the notice, its gaps filled from the working rules of municipal hotlines. */
export const NOTICE: Rulebook = {
  version: 'notice-1',
  effectiveFrom: '2000-01-01T00:00:00.000Z',
  dispatch: {
    value: { urgent: hours(1), pressing: hours(2), general: hours(24) },
    source: 'hotline practice: life and property 1 h; water, power, gas, heat, weather 2 h; everything else 24 h after intake',
  },
  sign: { value: workingDays(1), source: 'hotline practice: an assignment is signed for within one working day' },
  firstContact: { value: workingDays(1), source: 'hotline practice: the resident is called within one working day' },
  handling: {
    value: { community: workingDays(5), subdistrict: workingDays(5), district: days(15), city: days(30) },
    source: 'notice: one by one, with a limit each; hotline practice: 5 working days, at district 15 days, at city 30 days',
  },
  complexHandling: { value: workingDays(15), source: 'hotline practice: a matter approved as complex has 15 working days' },
  rehandling: { value: workingDays(3), source: 'hotline practice: handled again within three working days after "not resolved"' },
  longTerm: { value: days(30), source: 'notice: long-term issues show progress, at least every 30 days; no milestone is recorded yet, so each level answers within it' },
  verdict: { value: workingDays(3), source: 'hotline practice: the resident is called back within three working days of the answer' },
  verdictTries: { value: 3, source: 'hotline practice: no answer after three tries is "unreached", not "satisfied"' },
  ladders: {
    value: {
      dispatch: [
        { act: 'due', offset: AT_DUE },
        { act: 'tell-supervisor', offset: workingDays(1) },
        { act: 'take-over', offset: workingDays(5) },
      ],
      sign: [
        { act: 'due', offset: AT_DUE },
        { act: 'tell-unit-head', offset: workingDays(1) },
        { act: 'take-over', offset: workingDays(5) },
      ],
      'first-contact': [
        { act: 'due', offset: AT_DUE },
        { act: 'tell-supervisor', offset: workingDays(1) },
      ],
      handling: [
        { act: 'warn', offset: workingDays(1), before: true },
        { act: 'due', offset: AT_DUE },
        { act: 'tell-supervisor', offset: workingDays(1) },
        { act: 'take-over', offset: workingDays(5) },
      ],
      verdict: [
        { act: 'due', offset: AT_DUE },
        { act: 'tell-supervisor', offset: workingDays(1) },
      ],
    },
    source: OVERDUE,
  },
  pauseCap: { value: workingDays(10), source: 'hotline practice: a unit may pause its clock for ten working days in all, with reason and approver' },
  extension: { value: { quota: 1, levelsUp: 1 }, source: 'hotline practice: one extension, approved one level up' },
  repeatWindow: { value: days(30), source: 'hotline practice: the same matter within 30 days after closing is a repeat' },
  returnsBeforeRuling: { value: 2, source: 'hotline practice: after the second return the next dispatch is a ruling' },
  accountabilityReports: { value: 3, source: 'notice: "again and again" unexplained and unresolved is accounted for; taken as the third report' },
  radar: { value: { households: 5, window: days(30) }, source: 'hotline practice: five households of one unit with one topic in 30 days point to a general issue' },
  visitDays: { value: 15, source: 'notice: each cadre at least 15 days a month at the grassroots' },
  careRhythm: {
    value: { high: days(7), key: days(30), general: days(90) },
    source: 'grid practice: high risk weekly, key monthly, general quarterly; a month is taken as 30 days, a quarter as 90',
  },
  lifeEvent: { value: hours(24), source: 'grid practice: illness, death or loss of work asks for a visit within 24 h' },
  rectification: { value: workingDays(10), source: 'notice: put right within a limit; taken as ten working days' },
  recheck: { value: workingDays(5), source: 'inspection practice: looked at again, by somebody else, within five working days' },
  score: {
    value: { inTime: 30, resolved: 35, satisfied: 35, bands: [90, 80, 60] },
    source: 'hotline practice: three rates at 30, 35 and 35 percent; bands from 90, 80 and 60',
  },
  calendar: { value: 'cn-2026.1', source: 'law: holidays and make-up workdays as the General Office of the State Council orders them for each year' },
  calendarWarning: { value: days(60), source: 'this product: the order for a year comes out in November of the year before' },
};
