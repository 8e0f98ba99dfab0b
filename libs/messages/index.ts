import { existsSync, readFileSync } from 'node:fs';

export const LOCALES = ['zh-Hant', 'zh-Hans', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const NAMESPACES = ['events', 'refusals', 'terms', 'problems', 'cli'] as const;
export type Namespace = (typeof NAMESPACES)[number];
export type Params = Readonly<Record<string, string | number>>;

/** The catalogues lie beside the source; a build leaves them there. */
const folder = [new URL('./', import.meta.url), new URL('../../../libs/messages/', import.meta.url)].find((url) => existsSync(new URL('problems/en.json', url)));

const catalogues = new Map<string, Readonly<Record<string, string>>>();

/** All sentences of one catalogue by code, read once; empty when there is no such file. */
export function catalogue(locale: Locale, namespace: Namespace): Readonly<Record<string, string>> {
  const key = `${namespace}/${locale}.json`;
  let sentences = catalogues.get(key);
  if (!sentences) {
    const file = folder && new URL(key, folder);
    sentences = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
    catalogues.set(key, sentences);
  }
  return sentences;
}

/** The sentence for a code in this language, its `{{param}}` places filled; the code itself when there is no sentence. */
export function translate(locale: Locale, namespace: Namespace, code: string, params: Params = {}): string {
  const sentences = catalogue(locale, namespace);
  const sentence = Object.hasOwn(sentences, code) ? sentences[code]! : code;
  return sentence.replace(/\{\{\s*(\w+)\s*\}\}/g, (place, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : place));
}
