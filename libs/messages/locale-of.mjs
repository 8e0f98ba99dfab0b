const ZONES_OF_TRADITIONAL = /^zh[_-](TW|HK|MO|Hant)/i;
const OURS = /** @type {const} */ (['zh-Hant', 'zh-Hans', 'en']);

/**
 * The language of a terminal: MINQING_LOCALE, or what LC_ALL, LC_MESSAGES or LANG say; English when it is none of ours.
 * Plain JavaScript, since `npm start` speaks before anything is built.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {typeof OURS[number]}
 */
export function localeOf(env) {
  const chosen = OURS.find((locale) => locale === env['MINQING_LOCALE']);
  if (chosen) return chosen;
  const set = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  if (ZONES_OF_TRADITIONAL.test(set)) return 'zh-Hant';
  return /^zh/i.test(set) ? 'zh-Hans' : 'en';
}
