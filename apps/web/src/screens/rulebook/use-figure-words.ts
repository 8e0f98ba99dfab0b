import { figureWords, sourceWords } from '#messages';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';

/** A figure's value as people read it, in the language of the page. */
export function useFigureWords(): (value: api.RulebookFigure['value']) => string {
  const { locale } = useLabels();
  return (value) => figureWords(locale, value);
}

/** Where a figure comes from, in the language of the page where the product wrote it down. */
export function useSourceWords(): (place: string, source: string) => string {
  const { locale } = useLabels();
  return (place, source) => sourceWords(locale, place, source);
}
