import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './operations.module.css';
import { useEventAt } from './use-event-at.js';

/** What stands beside a read model, and what is asked for. */
export function Copies({ row: { asked, next, before } }: { row: api.ReadModelStanding }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventAt();
  const percent = next && next.total > 0 ? Math.floor((100 * next.done) / next.total) : 0;
  return (
    <>
      {asked && <div>{t('ops.asked', { by: asked.by, at: exactMoment(asked.at) })}</div>}
      {next && (
        <div>
          {t('ops.next', { version: next.version, stage: term('stage-of-rebuild', next.stage), by: next.by })}
          {['fold', 'copy', 'index'].includes(next.stage) && <progress className={styles.progress} value={percent} max={100} aria-label={t('ops.progress')} />}
          {next.stop && <p className={styles.stop}>{t('ops.rebuildStopped', { event: words(next.stop) })}</p>}
        </div>
      )}
      {before && <div className="muted">{t('ops.before', { version: before.version, at: exactMoment(before.startedAt) })}</div>}
    </>
  );
}
