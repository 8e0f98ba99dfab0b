import { useLabels } from '../../i18n/use-labels.js';

interface Limit { readonly amount: number; readonly unit: string }

/** A limit in words: `5 個工作日`, `24 hours`. */
export function useLimitWords(): (limit: Limit) => string {
  const { t, locale } = useLabels();
  return ({ amount, unit }) => {
    if (unit === 'working-day') return t('limit.workingDays', { n: amount });
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
  };
}
