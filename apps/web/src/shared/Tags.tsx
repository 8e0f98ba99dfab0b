import type { api } from '#wire';
import { useLabels } from '../i18n/use-labels.js';
import { Mark } from './Mark.js';
import styles from './shared.module.css';
import { useTerm } from './use-term.js';

export function StageTag({ stage }: { stage: api.IssueRow['stage'] }) {
  const term = useTerm();
  return <span className={`${styles.tag} ${styles[`stage-${stage}`] ?? ''}`}>{term('stage', stage)}</span>;
}

export function SupervisedTag() {
  const { t } = useLabels();
  return <span className={`${styles.tag} ${styles.supervised}`}>{t('row.supervised')}</span>;
}

/** Escalations, repeats and returns: shown only when there were any. */
export function Troubles({ row }: { row: Pick<api.IssueRow, 'escalations' | 'repeats' | 'returns'> }) {
  const { t } = useLabels();
  const troubles = [
    { key: 'escalations', shape: 'up', count: row.escalations, words: t('row.escalations', { n: row.escalations }) },
    { key: 'repeats', shape: 'again', count: row.repeats, words: t('row.repeats', { n: row.repeats }) },
    { key: 'returns', shape: 'back', count: row.returns, words: t('row.returns', { n: row.returns }) },
  ] as const;
  return (
    <>
      {troubles.filter(({ count }) => count > 0).map(({ key, shape, words }) => (
        <span key={key} className={styles.dueMain}><Mark shape={shape} />{words}</span>
      ))}
    </>
  );
}
