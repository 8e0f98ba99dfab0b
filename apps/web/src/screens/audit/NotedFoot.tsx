import Button from 'antd/es/button';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './audit.module.css';

/** The way back to no filter, and that the look itself is noted. */
export function NotedFoot({ isFiltered, clear }: { isFiltered: boolean; clear: () => void }) {
  const { t } = useLabels();
  return (
    <div className={styles.buttons}>
      {isFiltered && <Button onClick={clear}>{t('filter.clear')}</Button>}
      <span className="muted">{t('readings.noted')}</span>
    </div>
  );
}
