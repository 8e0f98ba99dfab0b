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
    ['a limit of nothing', 'rulebook-limit-not-positive', { ...NOTICE, verdict: sourced(offset(0)) }],
    ['a negative limit', 'rulebook-limit-not-positive', { ...NOTICE, repeatWindow: sourced(offset(-1, 'day')) }],
    ['half a day', 'rulebook-limit-not-positive', { ...NOTICE, longTerm: sourced(offset(0.5, 'day')) }],
    ['a limit of a thousand years', 'rulebook-limit-not-positive', { ...NOTICE, rehandling: sourced(offset(365_000, 'day')) }],
    ['a unit of time nobody knows', 'rulebook-limit-not-positive', { ...NOTICE, sign: sourced(offset(1, 'fortnight' as never)) }],
    ['a grade left out', 'rulebook-limit-missing', without('dispatch', 'urgent')],
    ['a level left out', 'rulebook-limit-missing', without('handling', 'city')],
    ['a ladder left out', 'rulebook-ladder-missing', without('ladders', 'verdict')],
    ['a ladder without the due moment', 'rulebook-ladder-without-due', ladder('sign', [])],
    ['two due moments', 'rulebook-ladder-without-due', ladder('sign', [DUE, DUE])],
    ['steps out of order', 'rulebook-ladder-out-of-order', ladder('handling', [DUE, { act: 'tell-supervisor', offset: offset(2) }, { act: 'take-over', offset: offset(1) }])],
    ['a warning after the due moment', 'rulebook-only-warnings-come-before', ladder('handling', [DUE, { act: 'warn', offset: offset(1) }])],
    ['a take-over before the due moment', 'rulebook-only-warnings-come-before', ladder('handling', [{ act: 'take-over', offset: offset(1), before: true }, DUE])],
    ['steps after the take-over', 'rulebook-take-over-is-last', ladder('sign', [DUE, { act: 'take-over', offset: offset(1) }, { act: 'tell-unit-head', offset: offset(2) }])],
    ['a call-back that is taken over', 'rulebook-call-back-is-not-taken-over', ladder('verdict', [DUE, { act: 'take-over', offset: offset(1) }])],
    ['a negative offset', 'rulebook-limit-not-positive', ladder('sign', [DUE, { act: 'tell-unit-head', offset: offset(-1) }])],
    ['no try at all', 'rulebook-count-out-of-range', { ...NOTICE, verdictTries: sourced(0) }],
    ['half a return', 'rulebook-count-out-of-range', { ...NOTICE, returnsBeforeRuling: sourced(1.5) }],
    ['weights of 99', 'rulebook-score-not-100', score(29)],
    ['a negative weight', 'rulebook-score-not-100', { ...NOTICE, score: sourced({ inTime: -10, resolved: 60, satisfied: 50, bands: [90] }) }],
    ['rising bands', 'rulebook-bands-out-of-order', score(30, [60, 80])],
    ['no band', 'rulebook-bands-out-of-order', score(30, [])],
  ])('with %s is refused as %s', (_what, code, rules) => {
    expect(findWrong(rules)?.code).toBe(code);
  });
});
