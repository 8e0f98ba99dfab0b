import Button from 'antd/es/button';
import { lazy, Suspense, useState } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import table from '../../shared/table.module.css';
import { Copies } from './Copies.js';
import styles from './operations.module.css';
import { useBehind } from './use-behind.js';
import { useEventAt } from './use-event-at.js';

const RebuildDrawer = lazy(async () => ({ default: (await import('./RebuildDrawer.js')).RebuildDrawer }));
const SkipDrawer = lazy(async () => ({ default: (await import('./SkipDrawer.js')).SkipDrawer }));

function Row({ row, skip, rebuild }: { row: api.ReadModelStanding; skip: (() => void) | null; rebuild: (() => void) | null }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventAt();
  const behind = useBehind();
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
      <td data-label={t('ops.read')}>{t('ops.position', { position: row.position })}<span className={table.sub}>{behind(row)}</span></td>
      <td data-label={t('ops.version')}>{row.version}</td>
      <td data-label={t('ops.beside')}><Copies row={row} />{rebuild && <Button onClick={rebuild} aria-label={t('ops.rebuildTitle', { name: term('read-model', row.name) })}>{t('ops.rebuild')}</Button>}</td>
    </tr>
  );
}

/** Each read model with its state, the way on for one that stopped, and the acts of a rebuild. */
export function ReadModels({ found: { maySkip, mayRebuild }, readModels }: { found: Pick<api.Operations, 'maySkip' | 'mayRebuild'>; readModels: readonly api.ReadModelStanding[] }) {
  const { t } = useLabels();
  const [rebuilding, setRebuilding] = useState<string | null>(null);
  const rebuilt = readModels.find(({ name }) => name === rebuilding);
  const [skipping, setSkipping] = useState<{ readonly name: string; readonly position: number } | null>(null);
  return (
    <section className={`sheet ${styles.sheet}`} aria-label={t('ops.readModels')}>
      <table className={table.table}>
        <thead><tr>{(['readModel', 'state', 'read', 'version', 'beside'] as const).map((column) => <th key={column} scope="col">{t(`ops.${column}`)}</th>)}</tr></thead>
        <tbody>
          {readModels.map((row) => (
            <Row
              key={row.name} row={row} rebuild={mayRebuild ? () => { setRebuilding(row.name); } : null}
              skip={maySkip ? () => { setSkipping({ name: row.name, position: (row.stop ?? row.next?.stop)!.position }); } : null}
            />
          ))}
        </tbody>
      </table>
      {rebuilt && <Suspense fallback={null}><RebuildDrawer row={rebuilt} close={() => { setRebuilding(null); }} /></Suspense>}
      {skipping && <Suspense fallback={null}><SkipDrawer {...skipping} close={() => { setSkipping(null); }} /></Suspense>}
    </section>
  );
}
