import { isMessage, translate } from '#messages';
import type { api } from '#wire';
import { useLabels } from '../i18n/use-labels.js';

/** One event of the history as a sentence in the reader's language; an event newer than this page is told by its name. */
export function useEventWords(): (words: api.HistoryEntry['words']) => string {
  const { locale } = useLabels();
  return ({ code, params }) => (isMessage(locale, 'events', code) ? translate(locale, 'events', code, params) : code);
}
