import { chooseLocale } from '../i18n/index.js';
import { isLocale, LOCALE_NAMES, LOCALES } from '../i18n/locale.js';
import { useLabels } from '../i18n/use-labels.js';
import styles from './shell.module.css';

export function LocaleSwitch() {
  const { t, locale } = useLabels();
  return (
    <select
      className={styles.select}
      aria-label={t('locale.label')}
      value={locale}
      onChange={(event) => { if (isLocale(event.target.value)) void chooseLocale(event.target.value); }}
    >
      {LOCALES.map((locale) => <option key={locale} value={locale} lang={locale}>{LOCALE_NAMES[locale]}</option>)}
    </select>
  );
}
