import Button from 'antd/es/button';
import { lazy, Suspense, useState } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import table from '../../shared/table.module.css';
import styles from './operations.module.css';

const SkipDrawer = lazy(async () => ({ default: (await import('./SkipDrawer.js')).SkipDrawer }));

/** An event by where it is and what it is; never by what it says. */
function useEventWords() {
  const { t } = useLabels();
  const term = useTerm();
  return ({ position, eventType, code }: NonNullable<api.ReadModelStanding['stop']>) => t('ops.event', { position, type: term('event', eventType), code });
}

function Copies({ row: { next, before } }: { row: api.ReadModelStanding }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventWords();
  const percent = next && next.total > 0 ? Math.floor((100 * next.done) / next.total) : 0;
  return (
    <>
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

function Row({ row, skip }: { row: api.ReadModelStanding; skip: (() => void) | null }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventWords();
  // A rebuild beside a live one may stand at an event too.
  const stop = row.stop ?? row.next?.stop ?? null;
  return (
    <tr data-read-model={row.name} data-state={row.state} className={row.state === 'live' ? undefined : table.lateRow}>
      <td><span className={table.strong}>{term('read-model', row.name)}</span><span className={table.sub}>{row.name}</span></td>
      <td data-label={t('ops.state')}>
        <span className={`${styles.state} ${styles[row.state] ?? ''}`}>{t(`ops.is.${row.state}`)}</span>
        {row.stop && <p className={styles.stop}>{t('ops.stoppedAt', { event: words(row.stop) })}</p>}
        {row.skipped.map((one) => <p key={one.position} className={styles.scar}>{t('ops.leftOut', { event: words(one), by: one.by, at: exactMoment(one.at) })} <q>{one.reason}</q></p>)}
        {stop && skip && <Button danger onClick={skip}>{t('ops.skip')}</Button>}
      </td>
      <td data-label={t('ops.read')}>{t('ops.position', { position: row.position })}<span className={table.sub}>{t('ops.lag', { count: row.lag ?? 0 })}</span></td>
      <td data-label={t('ops.version')}>{row.version}</td>
      <td data-label={t('ops.beside')}><Copies row={row} /></td>
    </tr>
  );
}

/** Each read model with its state, and the way on for one that stopped. */
export function ReadModels({ readModels, maySkip }: { readModels: readonly api.ReadModelStanding[]; maySkip: boolean }) {
  const { t } = useLabels();
  const [skipping, setSkipping] = useState<{ readonly name: string; readonly position: number } | null>(null);
  return (
    <section className={`sheet ${styles.sheet}`} aria-label={t('ops.readModels')}>
      <table className={table.table}>
        <thead><tr>{(['readModel', 'state', 'read', 'version', 'beside'] as const).map((column) => <th key={column} scope="col">{t(`ops.${column}`)}</th>)}</tr></thead>
        <tbody>
          {readModels.map((row) => <Row key={row.name} row={row} skip={maySkip ? () => { setSkipping({ name: row.name, position: (row.stop ?? row.next?.stop)!.position }); } : null} />)}
        </tbody>
      </table>
      {skipping && <Suspense fallback={null}><SkipDrawer {...skipping} close={() => { setSkipping(null); }} /></Suspense>}
    </section>
  );
}
