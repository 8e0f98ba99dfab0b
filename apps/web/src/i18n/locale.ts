import i18next from 'i18next';
import { LOCALES, type Locale } from '#messages';

export { LOCALES, type Locale };

/** Each language in its own words, for the switch. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { 'zh-Hant': '繁體中文', 'zh-Hans': '简体中文', en: 'English' };

const KEY = 'minqing.locale';

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The language that the page speaks now. */
export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'zh-Hant';
}

/** The language chosen before on this device; Traditional Chinese otherwise. */
export function rememberedLocale(): Locale {
  try {
    const kept = localStorage.getItem(KEY);
    return isLocale(kept) ? kept : 'zh-Hant';
  } catch {
    return 'zh-Hant';
  }
}

export function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}
