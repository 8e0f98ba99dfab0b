import { createInstance, type i18n } from 'i18next';
import { Fault, instantOf, millisOf } from '#kernel';
import { resources, type Locale, type Namespace } from './resources.js';

export { sourceWords } from './figure-source.js';
export { figureWords } from './figure-words.js';
export { localeOf } from './locale-of.mjs';
export { LOCALES, type Locale, type Namespace } from './resources.js';
export type MessageParams = Readonly<Record<string, string | number>>;

/** Moments are told in the time of China, where the offices are. */
const OFFSET_MS = 480 * 60_000;

const messages: i18n = createInstance();
void messages.init({
  resources,
  fallbackLng: false,
  initAsync: false,
  // Codes contain dots; a colon alone parts a namespace from a code, in `$t(terms:level.city)`.
  keySeparator: false,
  // What people typed may stand inside `$t(…)`, such as a topic: a comma in it begins no options. NUL is in no text that is kept.
  interpolation: { escapeValue: false, skipOnVariables: true, nestingOptionsSeparator: '\0' },
  // What an event leaves unsaid has a word of its own, such as `said.` for "not said".
  missingInterpolationHandler: () => '',
  // A term that is not in the catalogue, such as a topic of another system, is told by its own code.
  parseMissingKeyHandler: (key) => key.slice(key.indexOf('.') + 1),
});
messages.services.formatter?.add('moment', (value: unknown) => momentText(String(value)));

/** The sentence or word of a code in a language. Text for people: not escaped for HTML. Fault `message-unknown`. */
export function translate(locale: Locale, namespace: Namespace, code: string, params: MessageParams = {}): string {
  if (!isMessage(locale, namespace, code)) {
    throw new Fault('message-unknown', { params: { locale, namespace, code }, tryNext: `add the code to libs/messages/${namespace}` });
  }
  return messages.t(code, { ...params, lng: locale, ns: namespace });
}

export function isMessage(locale: Locale, namespace: Namespace, code: string): boolean {
  return Object.hasOwn(resources[locale][namespace], code);
}

/** The codes of a kind that the terms catalogue names, such as every `topic`. */
export function termCodes(kind: string): readonly string[] {
  return Object.keys(resources.en.terms).filter((key) => key.startsWith(`${kind}.`)).map((key) => key.slice(kind.length + 1));
}

function momentText(instant: string): string {
  try {
    return instantOf(millisOf(instant) + OFFSET_MS).slice(0, 16).replace('T', ' ');
  } catch {
    return instant;
  }
}
