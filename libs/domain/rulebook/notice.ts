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
  rehandling: { value: workingDays(3), source: 'hotline practice: handled again within three working days after "not resolved"' },
  longTerm: { value: days(30), source: 'notice: long-term issues show progress; a milestone at least every 30 days' },
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
  repeatWindow: { value: days(30), source: 'hotline practice: the same matter within 30 days after closing is a repeat' },
  returnsBeforeRuling: { value: 2, source: 'hotline practice: after the second return the next dispatch is a ruling' },
  score: {
    value: { inTime: 30, resolved: 35, satisfied: 35, bands: [90, 80, 60] },
    source: 'hotline practice: three rates at 30, 35 and 35 percent; bands from 90, 80 and 60',
  },
};
