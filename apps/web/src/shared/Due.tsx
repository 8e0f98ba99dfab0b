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

/** Said when a deadline is missed though the next one is still to come, or none is left because the top was reached. */
export function LateWord() {
  const { t } = useLabels();
  return <span className={`${styles.dueMain} ${styles.dueLate}`}><Mark shape="late" />{t('row.overdue')}</span>;
}

/** The next deadline of a row: how far, when exactly, and what the clock does next. */
export function Due({ row: { next, overdue }, now }: { row: Pick<api.IssueRow, 'next' | 'overdue'>; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  if (!next) return overdue ? <LateWord /> : <span className="muted">{t('due.none')}</span>;
  const missedBefore = overdue && Date.parse(next.dueAt) > now;
  return (
    <span className={styles.due}>
      {missedBefore && <LateWord />}
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
