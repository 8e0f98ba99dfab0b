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

/** The earliest deadline of a row: how far or how late, of what, when exactly; and what the clock does next. */
export function Due({ row: { due, next }, now }: { row: Pick<api.IssueRow, 'due' | 'next'>; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  if (!due) return <span className="muted">{t('due.none')}</span>;
  return (
    <span className={styles.due}>
      <DueWords dueAt={due.dueAt} now={now} />
      <span className={styles.dueExact}>
        {term('kind', due.kind)} <time dateTime={due.dueAt} title={exactMoment(due.dueAt)}>{shortMoment(due.dueAt, now)}</time>
      </span>
      {next && next.at !== due.dueAt && (
        <span className={styles.dueStep}>
          {t('due.next', { act: `${next.kind === due.kind ? '' : term('kind', next.kind)}${term('act', next.act)}` })} <time dateTime={next.at} title={exactMoment(next.at)}>{shortMoment(next.at, now)}</time>
        </span>
      )}
    </span>
  );
}
