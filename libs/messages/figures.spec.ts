import { figuresOf, NOTICE } from '#domain';
import { rulebookWithEveryFigure } from '../wire/events/rulebook-upcast.js';
import { figureWords, isMessage, LOCALES, sourceWords } from './index.js';

const figures = figuresOf(NOTICE);

describe('the figures of a rulebook in words', () => {
  it.each(LOCALES)('have a name each in %s, and a word for what a change does', (locale) => {
    const codes = figures.flatMap(({ place, use }) => [`figure.${place}`, `figure.${place.split('.')[0]}`, `rule-effect.${use}`]);
    expect(codes.filter((code) => !isMessage(locale, 'terms', code))).toEqual([]);
  });

  it('are told with their units, side by side, and step by step', () => {
    const words = (place: string) => figureWords('en', figures.find((figure) => figure.place === place)!.value);
    expect([words('handling.district'), words('visitDays'), words('score.bands'), words('calendar')]).toEqual(['15 days', '15', '90 / 80 / 60', 'cn-2026.1']);
    expect(words('ladders.handling')).toBe('1 working days before: Warning before due; at due: Due, urged; 1 working days after: Supervisor told; 5 working days after: The level above takes over');
  });
});

describe('the sources of the figures', () => {
  const added = figuresOf(rulebookWithEveryFigure(NOTICE) as typeof NOTICE);

  it('are told in each language where the product wrote them', () => {
    for (const { place, source } of [...figures, ...added]) {
      expect([place, sourceWords('en', place, source)]).toEqual([place, source]);
      expect([place, sourceWords('zh-Hant', place, source)]).toEqual([place, expect.stringMatching(/^\p{Script=Han}/u)]);
    }
  });

  it('are told in each language also as an older version of the product put them', () => {
    expect(sourceWords('zh-Hans', 'longTerm', 'notice: long-term issues show progress; a milestone at least every 30 days')).toBe('通知：长远问题要见进展；至少每 30 天一个节点');
  });

  it('stay as they are where a person wrote them', () => {
    expect(sourceWords('zh-Hant', 'verdict', '區政府第七號通知')).toBe('區政府第七號通知');
    expect(sourceWords('zh-Hant', 'constructor', 'order 7')).toBe('order 7');
  });
});
