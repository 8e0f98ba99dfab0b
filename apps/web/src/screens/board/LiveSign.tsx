import type { Liveness } from '../../api/board-stream.js';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './board.module.css';

/** Whether the board follows the record at this moment; told to screen readers when it changes. */
export function LiveSign({ liveness }: { liveness: Liveness }) {
  const { t } = useLabels();
  return (
    <span role="status" data-liveness={liveness} className={`${styles.live} ${liveness === 'lost' ? styles.lost : ''}`}>
      <span className={styles.dot} aria-hidden="true" />{t(`board.${liveness}`)}
    </span>
  );
}
