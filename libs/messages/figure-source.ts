import { isMessage, translate, type Locale } from './index.js';

/** Sources that the product itself wrote down, by the sentence that is on record; `before`: as an older version of it put it. */
const OWN = 'figure-source.';

/**
 * A figure's source in the reader's language, where the product wrote it (the preset, and what was added to versions of an
 * older shape); what a person wrote stays as it was written.
 */
export function sourceWords(locale: Locale, place: string, source: string): string {
  const figure = place.split('.')[0] ?? '';
  const codes = [`${OWN}${figure}`, `${OWN}${figure}.before`, `${OWN}added`];
  const own = codes.find((code) => isMessage('en', 'terms', code) && translate('en', 'terms', code) === source);
  return own === undefined ? source : translate(locale, 'terms', own);
}
