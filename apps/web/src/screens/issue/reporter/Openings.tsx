import Button from 'antd/es/button';
import type { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { exactMoment } from '../../../shared/moments.js';
import { useTerm } from '../../../shared/use-term.js';
import styles from './reporter.module.css';

type Opening = api.IssuePage['openings'][number];

function Standing({ opening: { standing, until, decidedByName, refusedFor } }: { opening: Opening }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <p className={styles.standing}>
      <strong>{term('opening', standing)}</strong>
      {decidedByName && <span>{t('reporter.decidedBy', { name: decidedByName })}</span>}
      {until && <span>{t('reporter.until', { until: exactMoment(until) })}</span>}
      {refusedFor && <span className={styles.words}>{refusedFor}</span>}
    </p>
  );
}

interface Props {
  openings: readonly Opening[];
  decide: (verb: 'approve-opening' | 'refuse-opening', opening: string) => void;
}

/** Who asked to read a sealed identity, why, and what a second person said to it. */
export function Openings({ openings, decide }: Props) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <ol className={styles.openings} aria-label={t('reporter.openings')}>
      {openings.map((opening) => (
        <li key={opening.opening} data-opening={opening.standing}>
          <p>{t('reporter.askedBy', { name: opening.askerName, purpose: term('purpose', opening.purpose) })} <time className={`muted ${styles.when}`} dateTime={opening.askedAt}>{exactMoment(opening.askedAt)}</time></p>
          <p className={styles.words}>{opening.reason}</p>
          <Standing opening={opening} />
          {opening.mayDecide && (
            <p className={styles.buttons}>
              <Button size="small" onClick={() => { decide('approve-opening', opening.opening); }}>{t('verb.approve-opening')}</Button>
              <Button size="small" danger onClick={() => { decide('refuse-opening', opening.opening); }}>{t('verb.refuse-opening')}</Button>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
