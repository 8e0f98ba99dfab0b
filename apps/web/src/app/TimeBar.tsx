import { useState } from 'react';
import { Link } from 'react-router';
import { useLabels } from '../i18n/use-labels.js';
import { exactMoment, fromLocalInput, toLocalInput } from '../shared/moments.js';
import styles from './time.module.css';
import type { Moment } from './use-moment.js';

const DAY = 86_400_000;

function useWordsOf({ asOf, presentOnly }: Moment): string {
  const { t } = useLabels();
  if (asOf === null) return t('time.now');
  if (presentOnly) return t('time.presentOnly');
  return asOf.includes('T') ? t('time.past', { moment: exactMoment(asOf) }) : t('time.position', { position: asOf });
}

/** Which moment the screens show: the present, or a past one that is chosen here, with the way back. A screen that has no past says so. */
export function TimeBar({ moment }: { moment: Moment }) {
  const { t } = useLabels();
  const words = useWordsOf(moment);
  const [choosing, setChoosing] = useState(false);
  const { asOf, presentOnly, show } = moment;
  const millis = asOf?.includes('T') ? Date.parse(asOf) : null;
  const step = (days: number) => {
    const then = (millis ?? 0) + days * DAY;
    show(then < Date.now() ? new Date(then).toISOString() : null);
  };
  return (
    <div className={`${styles.bar} ${asOf === null ? '' : styles.past}`} data-moment={presentOnly ? 'now' : asOf ?? 'now'}>
      <span role="status" className={styles.shown}>{words}</span>
      {millis !== null && !presentOnly && (
        <>
          <button type="button" className={styles.button} onClick={() => { step(-1); }}>{t('time.dayBefore')}</button>
          <button type="button" className={styles.button} onClick={() => { step(1); }}>{t('time.dayAfter')}</button>
        </>
      )}
      {asOf !== null && <button type="button" className={styles.button} onClick={() => { setChoosing(false); show(null); }}>{t('time.back')}</button>}
      {!presentOnly && (choosing
        ? <Choose from={millis ?? Date.now() - DAY} onChosen={(chosen) => { setChoosing(false); show(chosen); }} />
        : <button type="button" className={styles.button} onClick={() => { setChoosing(true); }}>{t('time.choose')}</button>)}
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
