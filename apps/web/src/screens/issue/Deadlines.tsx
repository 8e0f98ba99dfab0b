import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { DueWords } from '../../shared/Due.js';
import { exactMoment, shortMoment, span } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import { DayByDay } from './DayByDay.js';
import styles from './issue.module.css';
import { stillnessOf } from './stillness.js';
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

/** How the due moment came about: the limit, its start, each day, and the versions it was reckoned by. */
function Sum({ deadline }: { deadline: Deadline }) {
  const { t } = useLabels();
  const limit = useLimitWords();
  return (
    <>
      <p>{t('deadline.sum', { from: exactMoment(deadline.from), limit: limit(deadline.limit), due: exactMoment(deadline.dueAt) })}</p>
      {deadline.days.length > 0 && <DayByDay days={deadline.days} />}
      <p className={styles.versions}>{t('deadline.versions', { rule: deadline.ruleVersion, calendar: deadline.calendarVersion })}</p>
    </>
  );
}

function StandingDeadline({ deadline, supervised, now }: { deadline: Deadline; supervised: boolean; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  const stillness = stillnessOf(deadline, supervised);
  return (
    <section className={`sheet ${styles.block}`} data-deadline={deadline.kind} aria-label={t('deadline.of', { kind: term('kind', deadline.kind) })}>
      <h2>{t('deadline.of', { kind: term('kind', deadline.kind) })}</h2>
      <p className={styles.dueLine}><DueWords dueAt={deadline.dueAt} now={now} /></p>
      <p><time dateTime={deadline.dueAt}>{exactMoment(deadline.dueAt)}</time></p>
      {stillness !== 'deadline.measured' && stillness !== 'deadline.supervised' && (
        <>
          <h3 className={styles.why}>{t('deadline.steps')}</h3>
          <Ladder deadline={deadline} now={now} />
        </>
      )}
      {stillness && <p className={styles.still}>{t(stillness)}</p>}
      <h3 className={styles.why}>{t('deadline.why')}</h3>
      <Sum deadline={deadline} />
    </section>
  );
}

/** Deadlines that were met or replaced, or that ended with the issue: kept with their sums, out of the way. */
function FormerDeadlines({ deadlines }: { deadlines: readonly Deadline[] }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <section className={`sheet ${styles.block}`} aria-label={t('deadline.former')}>
      <h2>{t('deadline.former')}</h2>
      {deadlines.map((deadline) => (
        <details key={deadline.id} className={styles.former}>
          <summary>{term('kind', deadline.kind)} <time className="muted" dateTime={deadline.dueAt}>{exactMoment(deadline.dueAt)}</time></summary>
          <Sum deadline={deadline} />
        </details>
      ))}
    </section>
  );
}

/** Every deadline the issue was given: those that stand in full, the next one first; the others folded. */
export function Deadlines({ page, now }: { page: api.IssuePage; now: number }) {
  const { t } = useLabels();
  const next = page.row.next?.kind;
  const standing = page.deadlines.filter((deadline) => deadline.standing)
    .sort((a, b) => Number(b.kind === next) - Number(a.kind === next) || (a.dueAt < b.dueAt ? -1 : 1));
  const former = page.deadlines.filter((deadline) => !deadline.standing);
  return (
    <>
      {standing.map((deadline) => <StandingDeadline key={deadline.id} deadline={deadline} supervised={page.row.supervised} now={now} />)}
      {standing.length === 0 && (
        <section className={`sheet ${styles.block}`}>
          <h2>{t('deadline.title')}</h2>
          <p className="muted">{t('deadline.none')}</p>
        </section>
      )}
      {former.length > 0 && <FormerDeadlines deadlines={former} />}
    </>
  );
}
