import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import table from '../../shared/table.module.css';
import { useUnitName } from '../../shared/use-names.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './audit.module.css';

function What({ row: { file, subject, number } }: { row: api.SensitiveRead }) {
  const { t } = useLabels();
  const name = <span className={styles.name}>{t(`readings.file.${file}`)}</span>;
  if (file === 'household') return <>{name}<span className={`num ${table.sub}`}>{subject}</span></>;
  return <><Link to={`/issues/${subject}`} className={table.title}>{name}</Link><span className={`num ${table.sub}`}>{number ?? subject}</span></>;
}

function Outcome({ row: { outcome, answer, opening } }: { row: api.SensitiveRead }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <>
      <span className={`${table.strong} ${outcome === 'denied' ? 'late' : ''}`}>{term('reading', outcome)}</span>
      {answer && <span className={table.sub}>{term('denial', answer)}</span>}
      {opening && <span className={table.sub}>{t('readings.byOpening')}</span>}
    </>
  );
}

/** Readings, newest first; the row of a reporter's leads to the issue. */
export function ReadingsTable({ rows }: { rows: readonly api.SensitiveRead[] }) {
  const { t } = useLabels();
  const term = useTerm();
  const unit = useUnitName();
  return (
    <table className={`${table.table} ${table.wide}`}>
      <caption className="unseen">{t('readings.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('readings.file')}</th><th scope="col">{t('readings.who')}</th><th scope="col">{t('field.purpose')}</th>
          <th scope="col">{t('readings.outcome')}</th><th scope="col">{t('audit.when')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-reading={row.outcome}>
            <td className={table.titleCell}><What row={row} />{row.unit && <span className={table.sub}>{unit(row.unit)}</span>}</td>
            <td data-label={t('readings.who')}><span className={table.strong}>{row.byName}</span><span className={table.sub}>{t(`readings.means.${row.means}`)}</span></td>
            <td data-label={t('field.purpose')}>{term('purpose', row.purpose)}</td>
            <td data-label={t('readings.outcome')}><Outcome row={row} /></td>
            <td data-label={t('audit.when')}><time dateTime={row.at}>{exactMoment(row.at)}</time></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
