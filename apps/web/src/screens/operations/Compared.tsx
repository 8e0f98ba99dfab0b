import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './operations.module.css';

/** What a comparison found, table by table; keys and counts alone. */
export function Compared({ comparison: { position, versions, tables } }: { comparison: api.ReadModelComparison }) {
  const { t } = useLabels();
  return (
    <section role="status">
      <p>{t('ops.compared', { position, ...versions })}</p>
      <ul className={styles.tables}>
        {tables.map(({ table, live, beside, rows, keys }) => (
          <li key={table} className={rows === 0 ? undefined : styles.stop}>
            {rows === 0 ? t('ops.tableEqual', { table, rows: beside }) : t('ops.tableDiffers', { table, differing: rows, live: live ?? 0, beside, keys: keys.join(', ') })}
          </li>
        ))}
      </ul>
    </section>
  );
}
