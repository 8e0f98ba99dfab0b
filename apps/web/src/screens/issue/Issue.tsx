import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { api } from '#wire';
import { hasStatus } from '../../api/problem.js';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { Notice } from '../../shared/Notice.js';
import { useNow } from '../../shared/use-now.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { Commands } from './Commands.js';
import { Deadlines } from './Deadlines.js';
import { Facts } from './Facts.js';
import { HistoryView } from './HistoryView.js';
import { IssueHead } from './IssueHead.js';
import { Measure } from './Measure.js';
import styles from './issue.module.css';
import { ReporterSection } from './reporter/ReporterSection.js';

function IssueSheet({ page }: { page: api.IssuePage }) {
  const { t } = useLabels();
  const now = useNow();
  return (
    <article>
      <IssueHead page={page} />
      <Commands key={page.row.issueId} page={page} />
      <div className={styles.columns}>
        <div className={styles.story}>
          <section className={`sheet ${styles.block}`} aria-labelledby="what-was-said">
            <h2 id="what-was-said">{t('issue.text')}</h2>
            <p className={styles.text}>{page.text}</p>
          </section>
          <Measure page={page} />
          <HistoryView issueId={page.row.issueId} number={page.row.number} />
        </div>
        <aside className={styles.aside} aria-label={t('issue.aside')}>
          <Deadlines page={page} now={now} />
          <ReporterSection key={page.row.issueId} page={page} now={now} />
          <Facts page={page} />
        </aside>
      </div>
    </article>
  );
}

/** One issue: what was said, how it stands, what falls due and why, its history, and what may be done. */
export function Issue() {
  const { t } = useLabels();
  const { issueId = '' } = useParams();
  const issue = useQuery(queries.issue(issueId));
  usePageTitle(issue.data ? `${issue.data.row.number} ${issue.data.row.title}` : t('issue.title'));
  if (issue.isPending) return <Waiting lines={10} />;
  if (hasStatus(issue.error, 404)) {
    return <Notice title={t('issue.notFound')}><p>{t('issue.notFoundHint')}</p><Link to="/issues">{t('issue.toLedger')}</Link></Notice>;
  }
  if (!issue.data) return <Failure error={issue.error} retry={() => { void issue.refetch(); }} />;
  return <IssueSheet page={issue.data} />;
}
