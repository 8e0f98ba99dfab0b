import { compareRulebooks } from './compare.js';
import { FIGURE_KEYS, figuresOf } from './figures.js';
import { NOTICE } from './notice.js';
import type { Rulebook } from './rulebook.js';

const changed = (change: Partial<Rulebook>) => compareRulebooks(NOTICE, { ...NOTICE, version: 'x', ...change }).map(({ place, change: how, use }) => [place, how, use]);

describe('the figures of a rulebook', () => {
  it('are all there, one by one, in their order and each with its source', () => {
    const figures = figuresOf(NOTICE);
    expect([...new Set(figures.map(({ place }) => place.split('.')[0]))]).toEqual(FIGURE_KEYS);
    expect(Object.keys(NOTICE).sort()).toEqual(['version', 'effectiveFrom', ...FIGURE_KEYS].sort());
    expect(figures.filter(({ source }) => source === '')).toEqual([]);
    expect(figures.find(({ place }) => place === 'handling.district')).toEqual({ place: 'handling.district', value: { amount: 15, unit: 'day' }, source: NOTICE.handling.source, use: 'deadline' });
    expect(figures.find(({ place }) => place === 'score.bands')?.value).toEqual([90, 80, 60]);
  });
});

describe('compareRulebooks', () => {
  it('finds nothing between a version and itself, or a copy under another name', () => {
    expect(compareRulebooks(NOTICE, NOTICE)).toEqual([]);
    expect(changed({ effectiveFrom: '2030-01-01T00:00:00.000Z' })).toEqual([]);
    expect(changed({ sign: { source: NOTICE.sign.source, value: { unit: 'working-day', amount: 1 } } })).toEqual([]);
  });

  it('tells each figure that differs, old and new, with its sources', () => {
    const [found] = compareRulebooks(NOTICE, { ...NOTICE, verdict: { value: { amount: 2, unit: 'working-day' }, source: 'order 7' } });
    expect(found).toEqual({
      place: 'verdict', change: 'shorter', use: 'deadline', old: NOTICE.verdict, new: { value: { amount: 2, unit: 'working-day' }, source: 'order 7' },
    });
  });

  it.each<[string, Partial<Rulebook>, string[][]]>([
    ['a longer limit', { handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, city: { amount: 31, unit: 'day' } } } }, [['handling.city', 'longer', 'deadline']]],
    ['minutes for hours', { dispatch: { ...NOTICE.dispatch, value: { ...NOTICE.dispatch.value, urgent: { amount: 30, unit: 'minute' } } } }, [['dispatch.urgent', 'shorter', 'deadline']]],
    ['days for working days, which no clock compares', { sign: { ...NOTICE.sign, value: { amount: 1, unit: 'day' } } }, [['sign', 'other', 'deadline']]],
    ['fewer', { visitDays: { ...NOTICE.visitDays, value: 12 } }, [['visitDays', 'fewer', 'none']]],
    ['more', { verdictTries: { ...NOTICE.verdictTries, value: 4 } }, [['verdictTries', 'more', 'verdict-tries']]],
    ['a ladder', { ladders: { ...NOTICE.ladders, value: { ...NOTICE.ladders.value, sign: [] } } }, [['ladders.sign', 'other', 'ladder']]],
    ['a calendar', { calendar: { ...NOTICE.calendar, value: 'cn-2025.1' } }, [['calendar', 'other', 'calendar']]],
    ['a source alone, of each of its figures', { radar: { ...NOTICE.radar, source: 'order 8' } }, [['radar.households', 'source-only', 'none'], ['radar.window', 'source-only', 'none']]],
  ])('tells %s', (_what, change, expected) => {
    expect(changed(change)).toEqual(expected);
  });
});
