import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { civilDay } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './days.module.css';

type Day = api.IssuePage['deadlines'][number]['days'][number];

/** Monday is 1: the column of the working week. */
function columnOf(date: string): number {
  return new Date(`${date}T00:00:00.000Z`).getUTCDay() || 7;
}

/** Only what an ordinary week does not explain by itself. */
function isUnusual(day: Day): boolean {
  return day.reason !== 'workday' && day.reason !== 'weekend';
}

function numbered(days: readonly Day[]): readonly { day: Day; ordinal: number | null }[] {
  let counted = 0;
  return days.map((day) => {
    if (day.counts) counted += 1;
    return { day, ordinal: day.counts ? counted : null };
  });
}

function Cell({ day, ordinal, last }: { day: Day; ordinal: number | null; last: boolean }) {
  const { t } = useLabels();
  const term = useTerm();
  const reason = term('day', day.reason) + (day.holiday ? ` ${term('holiday', day.holiday)}` : '');
  const kind = [styles.day, day.counts ? styles.counts : styles.off, isUnusual(day) ? styles.unusual : '', last ? styles.due : ''].join(' ');
  return (
    <li className={kind} style={{ gridColumn: columnOf(day.date) }} title={`${civilDay(day.date)} ${reason}`}>
      <span aria-hidden="true" className={styles.number}>{Number(day.date.slice(8))}</span>
      <span aria-hidden="true" className={styles.mark}>
        {ordinal === null ? t('deadline.notCounted') : t('deadline.nth', { n: ordinal })}
      </span>
      <span className="unseen">
        {civilDay(day.date)} {reason} {ordinal === null ? t('deadline.notCounted') : t('deadline.nth', { n: ordinal })}
      </span>
    </li>
  );
}

/** The sum of a deadline as a calendar: which days counted, which did not, and why. */
export function DayByDay({ days }: { days: readonly Day[] }) {
  const { t } = useLabels();
  const term = useTerm();
  const week = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06', '2024-01-07'];
  const { locale } = useLabels();
  const name = new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' });
  return (
    <>
      <div className={styles.week} aria-hidden="true">
        {week.map((date) => <span key={date}>{name.format(new Date(`${date}T00:00:00.000Z`))}</span>)}
      </div>
      <ol className={styles.days} aria-label={t('deadline.days')}>
        {numbered(days).map(({ day, ordinal }, index) => <Cell key={day.date} day={day} ordinal={ordinal} last={index === days.length - 1} />)}
      </ol>
      <ul className={styles.notes}>
        {days.filter(isUnusual).map((day) => (
          <li key={day.date}>{civilDay(day.date)}{t('mark.middot')}{term('day', day.reason)}{day.holiday ? ` ${term('holiday', day.holiday)}` : ''}</li>
        ))}
      </ul>
    </>
  );
}
