import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { fullDay } from '../../shared/moments.js';
import styles from './issue.module.css';

const NEEDED: readonly api.IssueRow['stage'][] = ['handling'];

/** What will be done, by whom, by when; its lack is said aloud while the issue is being handled. */
export function Measure({ page: { measure, row } }: { page: api.IssuePage }) {
  const { t } = useLabels();
  if (!measure && !NEEDED.includes(row.stage)) return null;
  return (
    <section className={`sheet ${styles.block}`} aria-labelledby="measure">
      <h2 id="measure">{t('issue.measure')}</h2>
      {measure ? (
        <>
          <p className={styles.text}>{measure.text}</p>
          <p className="muted">{t('issue.measureBy', { name: measure.responsibleName, day: fullDay(measure.doneBy) })}</p>
        </>
      ) : <p className="late">{t('issue.noMeasure')}</p>}
    </section>
  );
}
