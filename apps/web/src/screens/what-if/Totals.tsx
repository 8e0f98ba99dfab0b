import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useLine } from '../../shared/use-pieces.js';
import { SideBySide, type SideRow } from './SideBySide.js';
import styles from './what-if.module.css';

/** More answers in time are better; more of what is late, urged or taken over is worse. */
const BETTER: readonly string[] = ['answered', 'inTime'];

function GroupSheet({ id, group }: { id: 'kept' | 'departed'; group: api.WhatIfTotals['kept'] }) {
  const { t } = useLabels();
  const line = useLine();
  const after = api.whatIfSums(group.other);
  const rows = api.whatIfSums(group.recorded).map(({ part, count }, index): SideRow => {
    const other = after[index]?.count ?? 0;
    const key = part.map((piece) => ('term' in piece ? piece.term[1] : '')).join('-');
    return { key, name: line(part), recorded: count, other, change: other - count, good: BETTER.includes(key) ? 'more' : 'fewer' };
  });
  return (
    <section className={`sheet ${styles.sheet}`} aria-labelledby={id} data-group={id}>
      <h2 id={id}>{t(`whatIf.${id}`, { n: group.issues })}</h2>
      {id === 'departed' && <p className={styles.note}>{t('whatIf.departedNote')}</p>}
      <SideBySide caption={t(`whatIf.${id}`, { n: group.issues })} first="" rows={rows} />
    </section>
  );
}

/** Only those whose score differs. */
function Scores({ by, figures }: { by: 'units' | 'cadres'; figures: readonly api.WhatIfFigures[] }) {
  const { t } = useLabels();
  const told = ({ points, band }: api.WhatIfFigures['recorded']) => (points === null || band === null ? t('figures.band.none') : t('whatIf.score', { points: tenths(points), band: band + 1 }));
  const rows = figures.filter(({ recorded, other }) => recorded.points !== other.points || recorded.band !== other.band).map(({ key, name, recorded, other }): SideRow => ({
    key, name, recorded: told(recorded), other: told(other), good: 'more',
    change: recorded.points === null || other.points === null ? null : tenths(other.points - recorded.points),
  }));
  if (rows.length === 0) return null;
  return (
    <section className={`sheet ${styles.sheet}`} aria-labelledby={by}>
      <h2 id={by}>{t(`whatIf.scores.${by}`)}</h2>
      <SideBySide caption={t(`whatIf.scores.${by}`)} first={t(by === 'units' ? 'figures.by.unit' : 'figures.by.cadre')} rows={rows} />
    </section>
  );
}

/** What came of all issues of the period, on both sides; those that departed apart from the rest. */
export function Totals({ totals }: { totals: api.WhatIfTotals }) {
  return (
    <>
      <GroupSheet id="kept" group={totals.kept} />
      {totals.departed.issues > 0 && <GroupSheet id="departed" group={totals.departed} />}
      <Scores by="units" figures={totals.units} />
      <Scores by="cadres" figures={totals.cadres} />
    </>
  );
}

function tenths(points: number): number {
  return Math.round(points * 10) / 10;
}
