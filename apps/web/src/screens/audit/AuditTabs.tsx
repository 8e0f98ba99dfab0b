import { NavLink } from 'react-router';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './audit.module.css';

/** What is on record: the events, who read a sensitive file, and what else was noted of people, for whoever may see that. */
export function AuditTabs() {
  const { t } = useLabels();
  const me = useMe();
  if (!me.queries.includes('sensitive-reads')) return null;
  return (
    <nav className={styles.tabs} aria-label={t('audit.title')}>
      <NavLink to="/audit" end className={styles.tab ?? ''}>{t('audit.list')}</NavLink>
      <NavLink to="/audit/readings" className={styles.tab ?? ''}>{t('readings.title')}</NavLink>
      <NavLink to="/audit/acts" className={styles.tab ?? ''}>{t('acts.title')}</NavLink>
    </nav>
  );
}
