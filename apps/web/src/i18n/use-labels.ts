import { useTranslation } from 'react-i18next';
import type { Locale } from './locale.js';
import type zhHant from './locales/zh-Hant.json';

export type Label = keyof typeof zhHant;
export type Labels = (label: Label, params?: Readonly<Record<string, string | number>>) => string;

/** The web's own labels in the reader's language, checked by name at compile time. */
export function useLabels(): { t: Labels; locale: Locale } {
  const { t, i18n } = useTranslation();
  return { t: t as unknown as Labels, locale: i18n.language as Locale };
}
