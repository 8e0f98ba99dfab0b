import { useLabels, type Label } from '../../../i18n/use-labels.js';
import { Mark } from '../../../shared/Mark.js';
import styles from './replay.module.css';
import { SPEEDS, type Player, type Speed } from './use-player.js';

function PlayerButton({ label, shape, disabled = false, press }: { label: Label; shape: Parameters<typeof Mark>[0]['shape']; disabled?: boolean; press: () => void }) {
  const { t } = useLabels();
  return (
    <button type="button" className={styles.button} aria-label={t(label)} title={t(label)} aria-disabled={disabled} onClick={() => { if (!disabled) press(); }}>
      <Mark shape={shape} />
    </button>
  );
}

/** First, back, play, forward, last; where one is, and how fast it plays. */
export function PlayerBar({ player }: { player: Player }) {
  const { t } = useLabels();
  const { step, last, playing, speed, go, toggle, choose } = player;
  const atEnd = step === last;
  const atBegin = step === null || step <= 1;
  return (
    <div className={styles.bar}>
      <div className={styles.buttons} role="group" aria-label={t('replay.controls')}>
        <PlayerButton label="replay.first" shape="first" disabled={step === 1} press={() => { go(1); }} />
        <PlayerButton label="replay.previous" shape="previous" disabled={atBegin} press={() => { go((step ?? 1) - 1); }} />
        <PlayerButton label={playing ? 'replay.pause' : 'replay.play'} shape={playing ? 'pause' : 'play'} press={toggle} />
        <PlayerButton label="replay.next" shape="next" disabled={atEnd} press={() => { go((step ?? 0) + 1); }} />
        <PlayerButton label="replay.last" shape="last" disabled={atEnd} press={() => { go(last); }} />
      </div>
      <input
        type="range" className={styles.range} min={1} max={last} value={step ?? 1} aria-label={t('replay.position')}
        aria-valuetext={step === null ? t('replay.notBegun') : t('replay.stepOf', { step, last })} onChange={(event) => { go(Number(event.target.value)); }}
      />
      <span className={`num ${styles.where}`}>{step === null ? t('replay.notBegun') : t('replay.stepOf', { step, last })}</span>
      <label className={styles.speed}>
        {t('replay.speed')}
        <select value={speed} onChange={(event) => { choose(Number(event.target.value) as Speed); }}>
          {SPEEDS.map((each) => <option key={each} value={each}>{t('replay.times', { n: each })}</option>)}
        </select>
      </label>
    </div>
  );
}
