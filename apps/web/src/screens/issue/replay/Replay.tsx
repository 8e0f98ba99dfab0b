import { useEffect, useRef } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { PlayerBar } from './PlayerBar.js';
import styles from './replay.module.css';
import { StepView } from './StepView.js';
import type { Player } from './use-player.js';
import type { View } from './view.js';

/** Steps through the life of the issue: what happened, and how the issue stood then. */
export function Replay({ steps, player, view }: { steps: readonly api.ReplayStep[]; player: Player; view: View }) {
  const { t } = useLabels();
  const box = useRef<HTMLDivElement>(null);
  const { step } = player;
  const shown = step === null ? undefined : steps[step - 1];
  // Whoever followed a link to a step came to see that step.
  const linked = useRef(step !== null);
  useEffect(() => { if (linked.current) box.current?.scrollIntoView({ block: 'start' }); }, []);
  return (
    <div
      ref={box} className={styles.player} role="group" aria-label={t('replay.title')} aria-keyshortcuts="ArrowLeft ArrowRight Home End Space"
      tabIndex={0} onKeyDown={player.onKeyDown}
    >
      <PlayerBar player={player} />
      {shown && <StepView step={shown} before={steps[shown.step - 2]} view={view} />}
    </div>
  );
}
