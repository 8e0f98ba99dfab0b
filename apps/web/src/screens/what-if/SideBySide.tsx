import type { ReactNode } from 'react';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './what-if.module.css';

export interface SideRow {
  readonly key: string;
  readonly name: string;
  readonly recorded: ReactNode;
  readonly other: ReactNode;
  /** Null where there is nothing to take away from one another. */
  readonly change: number | null;
  /** Whether more of it is better, worse, or neither. */
  readonly good?: 'more' | 'fewer';
}

function Change({ change, good }: Pick<SideRow, 'change' | 'good'>) {
  if (change === null || change === 0) return <span className={styles.same}>·</span>;
  const isGood = good !== undefined && (change > 0) === (good === 'more');
  return <span className={good === undefined ? '' : isGood ? styles.fewer : styles.more}>{change > 0 ? `+${change}` : change}</span>;
}

/** What was beside what would have been. */
export function SideBySide({ caption, first, rows }: { caption: string; first: string; rows: readonly SideRow[] }) {
  const { t } = useLabels();
  return (
    <table className={styles.table}>
      <caption className="unseen">{caption}</caption>
      <thead><tr>{[first, t('whatIf.recorded'), t('whatIf.other'), t('whatIf.change')].map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody>
        {rows.map(({ key, name, recorded, other, change, good }) => (
          <tr key={key} data-row={key}>
            <th scope="row">{name}</th><td>{recorded}</td><td>{other}</td><td><Change change={change} {...(good ? { good } : {})} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
