import { useState } from 'react';
import { Link } from 'react-router';
import { useLabels } from '../i18n/use-labels.js';
import { exactMoment, fromLocalInput, toLocalInput } from '../shared/moments.js';
import styles from './time.module.css';
import type { Moment } from './use-moment.js';

const DAY = 86_400_000;

/** Which moment the screens show: the present, or a past one that is chosen here, with the way back. */
export function TimeBar({ moment: { asOf, show } }: { moment: Moment }) {
  const { t } = useLabels();
  const [choosing, setChoosing] = useState(false);
  const millis = asOf?.includes('T') ? Date.parse(asOf) : null;
  const step = (days: number) => {
    const then = (millis ?? 0) + days * DAY;
    show(then < Date.now() ? new Date(then).toISOString() : null);
  };
  return (
    <div className={`${styles.bar} ${asOf === null ? '' : styles.past}`} data-moment={asOf ?? 'now'}>
      <span role="status" className={styles.shown}>
        {asOf === null ? t('time.now') : millis === null ? t('time.position', { position: asOf }) : t('time.past', { moment: exactMoment(asOf) })}
      </span>
      {millis !== null && (
        <>
          <button type="button" className={styles.button} onClick={() => { step(-1); }}>{t('time.dayBefore')}</button>
          <button type="button" className={styles.button} onClick={() => { step(1); }}>{t('time.dayAfter')}</button>
        </>
      )}
      {asOf !== null && <button type="button" className={styles.button} onClick={() => { setChoosing(false); show(null); }}>{t('time.back')}</button>}
      {choosing
        ? <Choose from={millis ?? Date.now() - DAY} onChosen={(moment) => { setChoosing(false); show(moment); }} />
        : <button type="button" className={styles.button} onClick={() => { setChoosing(true); }}>{t('time.choose')}</button>}
      <Link to={asOf === null ? '/differences' : `/differences?from=${encodeURIComponent(asOf)}`} className={styles.link}>{t('time.differences')}</Link>
    </div>
  );
}

function Choose({ from, onChosen }: { from: number; onChosen: (moment: string) => void }) {
  const { t } = useLabels();
  const [value, setValue] = useState(() => toLocalInput(from));
  const latest = toLocalInput(Date.now());
  return (
    <form className={styles.choose} onSubmit={(event) => { event.preventDefault(); if (value !== '' && value <= latest) onChosen(fromLocalInput(value)); }}>
      <label>{t('time.moment')} <input type="datetime-local" required max={latest} value={value} onChange={(event) => { setValue(event.target.value); }} className={styles.input} /></label>
      <button type="submit" className={styles.button}>{t('time.show')}</button>
    </form>
  );
}
