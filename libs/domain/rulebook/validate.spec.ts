import fc from 'fast-check';
import { FIGURE_KEYS } from './figures.js';
import { NOTICE } from './notice.js';
import type { LadderStep, Limit, Rulebook } from './rulebook.js';
import { findWrong } from './validate.js';

const sourced = <T>(value: T) => ({ value, source: 'spec' });
const ladder = (kind: keyof Rulebook['ladders']['value'], steps: readonly LadderStep[]): Rulebook => ({ ...NOTICE, ladders: sourced({ ...NOTICE.ladders.value, [kind]: steps }) });
const offset = (amount: number, unit: Limit['unit'] = 'working-day') => ({ amount, unit });
const DUE: LadderStep = { act: 'due', offset: offset(0) };
const score = (inTime: number, bands = [90, 80, 60]) => ({ ...NOTICE, score: sourced({ inTime, resolved: 35, satisfied: 35, bands }) });
const without = (place: 'dispatch' | 'handling' | 'ladders', key: string): Rulebook => {
  const { [key as never]: _, ...value } = NOTICE[place].value;
  return { ...NOTICE, [place]: sourced(value) };
};

describe('a rulebook', () => {
  it('is right as it ships, each figure with its source', () => {
    expect(findWrong(NOTICE)).toBeUndefined();
    const { version: _, effectiveFrom: __, ...figures } = NOTICE;
    expect(Object.values(figures).filter(({ source }) => source.length < 10)).toEqual([]);
  });

  it.each<[string, string, Rulebook]>([
    ['no name', 'rulebook-version-malformed', { ...NOTICE, version: '' }],
    ['no date', 'rulebook-effective-date-malformed', { ...NOTICE, effectiveFrom: 'tomorrow' }],
    ['a day that no month has', 'rulebook-effective-date-malformed', { ...NOTICE, effectiveFrom: '2026-02-30T00:00:00.000Z' }],
    ['a limit of nothing', 'rulebook-limit-not-positive', { ...NOTICE, verdict: sourced(offset(0)) }],
    ['a negative limit', 'rulebook-limit-not-positive', { ...NOTICE, repeatWindow: sourced(offset(-1, 'day')) }],
    ['half a day', 'rulebook-limit-not-positive', { ...NOTICE, longTerm: sourced(offset(0.5, 'day')) }],
    ['a limit of a thousand years', 'rulebook-limit-not-positive', { ...NOTICE, rehandling: sourced(offset(365_000, 'day')) }],
    ['a unit of time nobody knows', 'rulebook-limit-not-positive', { ...NOTICE, sign: sourced(offset(1, 'fortnight' as never)) }],
    ['a grade left out', 'rulebook-field-missing', without('dispatch', 'urgent')],
    ['a level left out', 'rulebook-field-missing', without('handling', 'city')],
    ['a ladder left out', 'rulebook-field-missing', without('ladders', 'verdict')],
    ['a ladder without the due moment', 'rulebook-ladder-without-due', ladder('sign', [])],
    ['two due moments', 'rulebook-ladder-without-due', ladder('sign', [DUE, DUE])],
    ['steps out of order', 'rulebook-ladder-out-of-order', ladder('handling', [DUE, { act: 'tell-supervisor', offset: offset(2) }, { act: 'take-over', offset: offset(1) }])],
    ['a take-over of days behind a telling of working days', 'rulebook-ladder-mixes-times', ladder('handling', [DUE, { act: 'tell-supervisor', offset: offset(1) }, { act: 'take-over', offset: offset(2, 'day') }])],
    ['a take-over of working days behind a telling of hours', 'rulebook-ladder-mixes-times', ladder('sign', [DUE, { act: 'tell-unit-head', offset: offset(20, 'hour') }, { act: 'take-over', offset: offset(1) }])],
    ['a warning after the due moment', 'rulebook-only-warnings-come-before', ladder('handling', [DUE, { act: 'warn', offset: offset(1) }])],
    ['a take-over before the due moment', 'rulebook-only-warnings-come-before', ladder('handling', [{ act: 'take-over', offset: offset(1), before: true }, DUE])],
    ['steps after the take-over', 'rulebook-take-over-is-last', ladder('sign', [DUE, { act: 'take-over', offset: offset(1) }, { act: 'tell-unit-head', offset: offset(2) }])],
    ['a call-back that is taken over', 'rulebook-call-back-is-not-taken-over', ladder('verdict', [DUE, { act: 'take-over', offset: offset(1) }])],
    ['a negative offset', 'rulebook-step-malformed', ladder('sign', [DUE, { act: 'tell-unit-head', offset: offset(-1) }])],
    ['no try at all', 'rulebook-count-out-of-range', { ...NOTICE, verdictTries: sourced(0) }],
    ['half a return', 'rulebook-count-out-of-range', { ...NOTICE, returnsBeforeRuling: sourced(1.5) }],
    ['weights of 99', 'rulebook-score-not-100', score(29)],
    ['a negative weight', 'rulebook-weight-out-of-range', { ...NOTICE, score: sourced({ inTime: -10, resolved: 60, satisfied: 50, bands: [90] }) }],
    ['rising bands', 'rulebook-bands-out-of-order', score(30, [60, 80])],
    ['no band', 'rulebook-bands-out-of-order', score(30, [])],
    ['a graver matter dispatched later', 'rulebook-limit-shorter', { ...NOTICE, dispatch: sourced({ ...NOTICE.dispatch.value, urgent: offset(3, 'hour') }) }],
    ['less time the higher it goes', 'rulebook-limit-shorter', { ...NOTICE, handling: sourced({ ...NOTICE.handling.value, city: offset(14, 'day') }) }],
    ['less care for the higher risk', 'rulebook-limit-shorter', { ...NOTICE, careRhythm: sourced({ ...NOTICE.careRhythm.value, high: offset(31, 'day') }) }],
    ['less time for what is complex', 'rulebook-limit-shorter', { ...NOTICE, complexHandling: sourced(offset(4)) }],
    ['32 visit days a month', 'rulebook-count-out-of-range', { ...NOTICE, visitDays: sourced(32) }],
    ['a radar for one household', 'rulebook-count-out-of-range', { ...NOTICE, radar: sourced({ ...NOTICE.radar.value, households: 1 }) }],
    ['a case for the first report', 'rulebook-count-out-of-range', { ...NOTICE, accountabilityReports: sourced(1) }],
    ['an extension approved by oneself', 'rulebook-count-out-of-range', { ...NOTICE, extension: sourced({ quota: 1, levelsUp: 0 }) }],
    ['a calendar nobody has', 'rulebook-calendar-unknown', { ...NOTICE, calendar: sourced('cn-1949.1') }],
    ['a figure without a source', 'rulebook-source-missing', { ...NOTICE, pauseCap: { ...NOTICE.pauseCap, source: ' ' } }],
    ['a step that does what no step does', 'rulebook-step-malformed', ladder('sign', [DUE, { act: 'fine' as never, offset: offset(1) }])],
  ])('with %s is refused as %s', (_what, code, rules) => {
    expect(findWrong(rules)?.code).toBe(code);
  });

  it('names the field that is wrong, wherever it lies', () => {
    expect(findWrong({ ...NOTICE, handling: sourced({ ...NOTICE.handling.value, city: offset(14, 'day') }) })?.params).toEqual({ place: 'handling.city', than: 'handling.district' });
    expect(findWrong({ ...NOTICE, radar: sourced({ households: 5, window: offset(0, 'day') }) })?.params).toEqual({ place: 'radar.window' });
    expect(findWrong({ ...NOTICE, visitDays: sourced(40) })?.params).toEqual({ place: 'visitDays', least: 0, most: 31 });
  });

  it('counts the steps behind due on the clock alone or in working days alone, whatever zero is written in', () => {
    const due: LadderStep = { act: 'due', offset: offset(0, 'minute') };
    const warn: LadderStep = { act: 'warn', offset: offset(2, 'hour'), before: true };
    expect(findWrong(ladder('handling', [warn, due, { act: 'tell-supervisor', offset: offset(1) }, { act: 'take-over', offset: offset(5) }]))).toBeUndefined();
    expect(findWrong(ladder('handling', [DUE, { act: 'tell-supervisor', offset: offset(20, 'hour') }, { act: 'take-over', offset: offset(2, 'day') }]))).toBeUndefined();
  });

  it.each<[string, string, unknown]>([
    ['at the top', 'colour', { ...NOTICE, colour: 'red' }],
    ['beside a value', 'sign.note', { ...NOTICE, sign: { ...NOTICE.sign, note: 'x' } }],
    ['among the parts', 'radar.days', { ...NOTICE, radar: sourced({ ...NOTICE.radar.value, days: 3 }) }],
    ['named like a member of every object', 'constructor', { ...NOTICE, constructor: 1 }],
  ])('refuses an unknown field %s', (_where, place, rules) => {
    expect(findWrong(rules)).toEqual({ code: 'rulebook-field-unknown', params: { place } });
  });

  it.each(FIGURE_KEYS)('refuses to be without %s', (key) => {
    const { [key]: _, ...rest } = NOTICE;
    expect(findWrong(rest)).toEqual({ code: 'rulebook-field-missing', params: { place: key } });
  });

  it.each([null, undefined, 3, 'rules', [], [NOTICE]])('is not %j', (rules) => {
    expect(findWrong(rules)).toEqual({ code: 'rulebook-malformed' });
  });

  it('is refused, and never fails, with anything in the place of any of its parts', () => {
    fc.assert(fc.property(fc.constantFrom(...FIGURE_KEYS), fc.anything(), (key, anything) => {
      const wrong = findWrong({ ...NOTICE, [key]: { value: anything, source: 'spec' } });
      return wrong === undefined ? typeof anything === 'number' || typeof anything === 'string' : wrong.code.startsWith('rulebook-');
    }));
  });
});
