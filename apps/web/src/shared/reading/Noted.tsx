import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../moments.js';
import { useTerm } from '../use-term.js';
import styles from './reading.module.css';

interface Props {
  reading: { readonly purpose: api.PurposeName; readonly at: string; readonly until?: string | null };
}

/** What is on record of this reading, and until when it may be seen where that is limited. */
export function Noted({ reading: { purpose, at, until } }: Props) {
  const { t } = useLabels();
  const term = useTerm();
  return <p className={`muted ${styles.noted}`}>{t('reading.noted', { at: exactMoment(at), purpose: term('purpose', purpose) })}{until && t('reading.noteUntil', { until: exactMoment(until) })}</p>;
}
