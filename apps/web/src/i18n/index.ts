import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { rememberedLocale, rememberLocale, type Locale } from './locale.js';

type Texts = Record<string, string>;
/** The labels that only the web has, a file a language. What is told of events, terms and refusals comes from #messages. */
const labels = import.meta.glob<Texts>('./locales/*.json', { import: 'default' });

async function loadLocale(locale: Locale): Promise<void> {
  const load = labels[`./locales/${locale}.json`];
  if (load && !i18next.hasResourceBundle(locale, 'web')) i18next.addResourceBundle(locale, 'web', await load());
}

/** Loads the language's texts first, so that no screen shows a key, then remembers it. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await loadLocale(locale);
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  rememberLocale(locale);
}

export async function startI18n(): Promise<void> {
  const locale = rememberedLocale();
  await i18next.use(initReactI18next).init({
    lng: locale, fallbackLng: false, ns: ['web'], defaultNS: 'web', resources: {},
    keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false },
  });
  await chooseLocale(locale);
}
