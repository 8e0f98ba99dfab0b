import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './board.module.css';

const SHOWN = 8;

/** Who holds what is late, the most first. */
export function LateByUnit({ unit, choose }: { unit: string | undefined; choose: (unit: string) => void }) {
  const { t } = useLabels();
  const late = useQuery(queries.late(unit));
  const holders = useMemo(() => {
    const sums = new Map<string, { unit: string; name: string; count: number }>();
    for (const row of late.data?.rows ?? []) {
      const sum = sums.get(row.unit) ?? { unit: row.unit, name: row.unitName, count: 0 };
      sums.set(row.unit, { ...sum, count: sum.count + 1 });
    }
    return [...sums.values()].sort((a, b) => b.count - a.count).slice(0, SHOWN);
  }, [late.data]);
  const most = holders[0]?.count ?? 1;
  return (
    <section className={`sheet ${styles.card}`}>
      <h2 className={styles.cardTitle}>{t('board.lateByUnit')}</h2>
      {late.data && holders.length === 0 && <p className="muted">{t('board.lateNone')}</p>}
      <ol className={styles.holders}>
        {holders.map((holder) => (
          <li key={holder.unit}>
            <button type="button" className={styles.holder} onClick={() => { choose(holder.unit); }}>
              <span>{holder.name}</span><span className="num">{holder.count}</span>
              <span className={styles.share} style={{ inlineSize: `${(holder.count / most) * 100}%` }} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
      {late.data?.next && <p className="muted">{t('board.lateFirst', { n: late.data.rows.length })}</p>}
    </section>
  );
}
