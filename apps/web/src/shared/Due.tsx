import type { api } from '#wire';
import { useLabels } from '../i18n/use-labels.js';
import { Mark } from './Mark.js';
import { exactMoment, shortMoment, span } from './moments.js';
import styles from './shared.module.css';
import { useTerm } from './use-term.js';

const SOON_MS = 24 * 3_600_000;

/** How far a moment is, in words and a sign: late, soon, or later. */
export function DueWords({ dueAt, now }: { dueAt: string; now: number }) {
  const { t } = useLabels();
  const left = Date.parse(dueAt) - now;
  if (left < 0) return <span className={`${styles.dueMain} ${styles.dueLate}`}><Mark shape="late" />{t('due.late', { span: span(left) })}</span>;
  return <span className={`${styles.dueMain} ${left < SOON_MS ? styles.dueSoon : ''}`}><Mark shape="clock" />{t('due.in', { span: span(left) })}</span>;
}

/** The next deadline of a row: how far, when exactly, and what the clock does next. */
export function Due({ next, now }: { next: api.IssueRow['next']; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  if (!next) return <span className="muted">{t('due.none')}</span>;
  return (
    <span className={styles.due}>
      <DueWords dueAt={next.dueAt} now={now} />
      <span className={styles.dueExact}>
        {term('kind', next.kind)} <time dateTime={next.dueAt} title={exactMoment(next.dueAt)}>{shortMoment(next.dueAt, now)}</time>
      </span>
      {next.act !== 'due' && (
        <span className={styles.dueStep}>
          {t('due.next', { act: term('act', next.act) })} <time dateTime={next.at} title={exactMoment(next.at)}>{shortMoment(next.at, now)}</time>
        </span>
      )}
    </span>
  );
}
