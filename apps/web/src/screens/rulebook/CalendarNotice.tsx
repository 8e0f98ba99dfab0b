import Alert from 'antd/es/alert';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { fullDay } from '../../shared/moments.js';
import styles from './rulebook.module.css';

/** How far the working calendar reaches: a line as long as it does, a warning once its end is near. */
export function CalendarNotice({ coverage }: { coverage: api.CalendarCoverage }) {
  const { t } = useLabels();
  const { calendar, status, coveredTo, daysLeft, newest } = coverage;
  const day = fullDay(coveredTo);
  if (status === 'covered') return <p className={`muted ${styles.calendar}`}>{t('rules.calendarCovered', { calendar, day })}</p>;
  return (
    <Alert
      type={status === 'ended' ? 'error' : 'warning'} showIcon role="status" className={styles.calendar ?? ''}
      title={status === 'ended' ? t('rules.calendarEnded', { calendar, day }) : t('rules.calendarEnding', { calendar, day, n: daysLeft })}
      description={newest === calendar ? t('rules.calendarHint') : t('rules.calendarNewer', { newest })}
    />
  );
}
