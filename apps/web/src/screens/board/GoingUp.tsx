import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import { exactMoment, shortMoment, span } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './board.module.css';

/** Issues that the level above takes over next if nobody moves, the soonest first. */
export function GoingUp({ unit, now }: { unit: string | undefined; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  const page = useQuery(queries.goingUp(unit));
  const rising = page.data?.rows.flatMap((row) => (row.next ? [{ row, at: row.next.at }] : []));
  return (
    <section className={`sheet ${styles.card}`}>
      <h2 className={styles.cardTitle}><Mark shape="up" />{t('board.goingUp')}</h2>
      {rising?.length === 0 && <p className="muted">{t('board.goingUpNone')}</p>}
      <ol className={styles.rising}>
        {rising?.map(({ row, at }) => (
          <li key={row.issueId}>
            <span className="late">{Date.parse(at) > now ? t('board.goesUpIn', { span: span(Date.parse(at) - now) }) : t('board.goesUpNow')}</span>
            {' '}<time className="muted" dateTime={at} title={exactMoment(at)}>{shortMoment(at, now)}</time>
            <Link to={`/issues/${row.issueId}`} className={styles.risingTitle}>{row.title}</Link>
            <span className="muted">{row.unitName}{t('mark.middot')}{term('level', row.level)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
