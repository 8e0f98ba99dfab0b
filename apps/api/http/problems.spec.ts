import { readFileSync } from 'node:fs';
import { isMessage, type Locale, LOCALES } from '#messages';
import { REFUSED_CONTENT } from '../issues/refusal-status.js';
import { FIELD_CODES, PROBLEMS } from './problems.js';

function catalogue(locale: Locale): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../../../libs/messages/problems/${locale}.json`, import.meta.url), 'utf8')) as Record<string, string>;
}

describe.each(LOCALES)('the problems in %s', (locale) => {
  it('have a title and a detail each, fields a sentence, and no sentence is left over', () => {
    const wanted = [...Object.keys(PROBLEMS).flatMap((code) => [code, `${code}.detail`]), ...FIELD_CODES.map((code) => `field.${code}`)];
    expect(Object.keys(catalogue(locale)).sort()).toEqual(wanted.sort());
  });

  it('are whole sentences with the same places as in English', () => {
    const places = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    const english = catalogue('en');
    for (const [code, sentence] of Object.entries(catalogue(locale))) {
      expect(sentence.trim()).not.toBe('');
      expect([code, places(sentence)]).toEqual([code, places(english[code]!)]);
    }
  });

  it('leave the refusals of the rules to the rules', () => {
    expect(REFUSED_CONTENT.filter((code) => !isMessage(locale, 'refusals', code))).toEqual([]);
  });
});
