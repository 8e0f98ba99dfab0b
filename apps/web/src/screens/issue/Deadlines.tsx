import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { DueWords } from '../../shared/Due.js';
import { exactMoment, shortMoment, span } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import { DayByDay } from './DayByDay.js';
import styles from './issue.module.css';
import { useLimitWords } from './use-limit-words.js';

type Deadline = api.IssuePage['deadlines'][number];

/** The steps of the ladder: what the clock has done and what it will do if nobody moves. */
function Ladder({ deadline, now }: { deadline: Deadline; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  const pending = new Set(deadline.pending.map(({ id }) => id));
  return (
    <ol className={styles.ladder}>
      {deadline.steps.map((step) => (
        <li key={step.id} className={pending.has(step.id) ? '' : styles.passed}>
          <span className={styles.rung} aria-hidden="true" />
          <span>{term('act', step.act)}</span>
          <span className="muted">
            <time dateTime={step.at} title={exactMoment(step.at)}>{shortMoment(step.at, now)}</time>
            {t('mark.middot')}
            {pending.has(step.id)
              ? t(Date.parse(step.at) > now ? 'due.in' : 'deadline.dueNow', { span: span(Date.parse(step.at) - now) })
              : t('deadline.passed')}
          </span>
        </li>
      ))}
    </ol>
  );
}

function DeadlineCard({ deadline, now }: { deadline: Deadline; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  const limit = useLimitWords();
  return (
    <section className={`sheet ${styles.block}`} data-deadline={deadline.kind} aria-label={term('kind', deadline.kind)}>
      <h2>{term('kind', deadline.kind)}</h2>
      <p className={styles.dueLine}><DueWords dueAt={deadline.dueAt} now={now} /></p>
      <p><time dateTime={deadline.dueAt}>{exactMoment(deadline.dueAt)}</time></p>
      <h3 className={styles.why}>{t('deadline.why')}</h3>
      <p>{t('deadline.sum', { from: exactMoment(deadline.from), limit: limit(deadline.limit), due: exactMoment(deadline.dueAt) })}</p>
      {deadline.days.length > 0 && <DayByDay days={deadline.days} />}
      <h3 className={styles.why}>{t('deadline.steps')}</h3>
      <Ladder deadline={deadline} now={now} />
      <p className={styles.versions}>{t('deadline.versions', { rule: deadline.ruleVersion, calendar: deadline.calendarVersion })}</p>
    </section>
  );
}

/** Every deadline that stands, the next one first, each with its explanation. */
export function Deadlines({ page, now }: { page: api.IssuePage; now: number }) {
  const { t } = useLabels();
  const next = page.row.next?.kind;
  const deadlines = page.deadlines.toSorted((a, b) => Number(b.kind === next) - Number(a.kind === next) || (a.dueAt < b.dueAt ? -1 : 1));
  if (deadlines.length === 0) {
    return <section className={`sheet ${styles.block}`}><h2>{t('deadline.title')}</h2><p className="muted">{t('deadline.none')}</p></section>;
  }
  return <>{deadlines.map((deadline) => <DeadlineCard key={deadline.id} deadline={deadline} now={now} />)}</>;
}
