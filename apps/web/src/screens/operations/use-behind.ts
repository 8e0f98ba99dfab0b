import { useLabels } from '../../i18n/use-labels.js';
import { span } from '../../shared/moments.js';

/** Less than this is nothing to speak of. */
const MINUTE = 60_000;

export function isLate({ behindMs }: { readonly behindMs: number | null }): boolean {
  return behindMs !== null && behindMs >= MINUTE;
}

/** How far behind the record something is, in words, and for how long where it is late. */
export function useBehind(): (of: { readonly lag: number | null; readonly behindMs: number | null }) => string {
  const { t } = useLabels();
  return (of) => [t('ops.lag', { count: of.lag ?? 0 }), ...(isLate(of) ? [t('ops.behindFor', { span: span(of.behindMs ?? 0) })] : [])].join(' · ');
}
