import { useLabels } from '../i18n/use-labels.js';
import styles from './shared.module.css';

/** Loading: grey lines in place of what comes. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useLabels();
  return (
    <div className={styles.waiting} role="status">
      <span className="unseen">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => <div key={line} className={styles.waitingLine} />)}
    </div>
  );
}
