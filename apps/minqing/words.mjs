import { readFileSync } from 'node:fs';
import { localeOf } from '../../libs/messages/locale-of.mjs';

// Nothing is installed or built when this runs: the catalogue is read as it lies, and its placeholders are simple ones.

/** @type {Readonly<Record<string, string>>} */
const catalogue = JSON.parse(readFileSync(new URL(`../../libs/messages/start/${localeOf(process.env)}.json`, import.meta.url), 'utf8'));

/** @param {string} code */
export function knows(code) {
  return Object.hasOwn(catalogue, code);
}

/**
 * A sentence of libs/messages/start in the terminal's language.
 * @param {string} code
 * @param {Readonly<Record<string, string | number>>} [params]
 */
export function words(code, params = {}) {
  const text = catalogue[code];
  if (text === undefined) throw new Error(`no sentence for ${code} in libs/messages/start`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(params[name]));
}
