import { Link } from 'react-router';
import { BEHIND, type Filters } from '#accountability';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import styles from './figures.module.css';

type Whose = Readonly<Record<string, string>>;

/** The ledger view that lists the issues behind a figure. */
function ledgerOf(filters: Filters, whose: Whose): string {
  const asked = Object.entries({ ...whose, ...filters }).flatMap(([key, value]) => (value ? [[key, value]] : []));
  return `/issues?${new URLSearchParams(asked)}`;
}

function Count({ n, filters, whose, label }: { n: number; filters: Filters; whose: Whose; label: string }) {
  if (n === 0) return <span className="muted">0</span>;
  return <Link to={ledgerOf(filters, whose)} aria-label={`${label} ${n}`}>{n}</Link>;
}

/** The rate, its bar, and the raw counts beside it; a small base is marked in words. */
function RateCell({ rate, filters, whose, label }: { rate: api.FigureRow['resolved']; filters: Filters; whose: Whose; label: string }) {
  const { t, locale } = useLabels();
  if (rate.rate === null) return <td data-label={label} className={styles.rate}><span className="muted">{t('figures.noBase')}</span></td>;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(rate.rate);
  return (
    <td data-label={label} className={`${styles.rate} ${rate.small ? styles.small : ''}`}>
      <div className={styles.rateLine}>
        <span className={styles.percent}>{percent}</span>
        <span className={styles.raw}><Count n={rate.count} filters={filters} whose={whose} label={label} />{` / ${rate.base}`}</span>
      </div>
      <div className={styles.bar} aria-hidden="true"><span style={{ inlineSize: `${rate.rate * 100}%` }} /></div>
      {rate.small && <span className={styles.smallMark}>{t('figures.small')}</span>}
    </td>
  );
}

/** Which band of how many, with the limit that says so. */
function BandCell({ band, limits }: { band: api.FigureRow['band']; limits: readonly number[] }) {
  const { t } = useLabels();
  if (band === null) return <td data-label={t('figures.band')} className={styles.band}><span className="muted">{t('figures.band.none')}</span></td>;
  const limit = limits[band];
  return (
    <td data-label={t('figures.band')} className={styles.band}>
      {t('figures.band.nth', { nth: band + 1 })}
      <span className={styles.limit}>{limit === undefined ? t('figures.band.under', { limit: limits.at(-1) ?? 100 }) : t('figures.band.atLeast', { limit })}</span>
    </td>
  );
}

interface RowProps {
  readonly row: api.FigureRow;
  readonly name: string;
  readonly whose: Whose;
  readonly limits: readonly number[];
  readonly total?: boolean;
}

function Row({ row, name, whose, limits, total = false }: RowProps) {
  const { t } = useLabels();
  const plain = (key: 'received' | 'repeats' | 'returns' | 'escalations' | 'openOverdue') => (
    <td data-label={t(`figures.${key}`)} className={`num ${styles.count} ${key === 'openOverdue' && row[key] > 0 ? 'late' : ''}`}>
      <Count n={row[key]} filters={BEHIND[key][0]} whose={whose} label={`${name} ${t(`figures.${key}`)}`} />
    </td>
  );
  const explained = row.answered - row.resolved.count;
  return (
    <tr className={total ? styles.total : ''}>
      <th scope="row">{name}</th>
      {plain('received')}
      <td data-label={t('figures.answered')} className={`num ${styles.count}`}>
        {row.answered}
        {explained > 0 && <span className={styles.explained}>{t('figures.explained')} <Count n={explained} filters={BEHIND.answered[1]} whose={whose} label={`${name} ${t('figures.explained')}`} /></span>}
      </td>
      <RateCell rate={row.answeredInTime} filters={BEHIND.answeredInTime.count[0]} whose={whose} label={t('figures.answeredInTime')} />
      <RateCell rate={row.resolved} filters={BEHIND.resolved.count[0]} whose={whose} label={t('figures.resolved')} />
      <RateCell rate={row.satisfied} filters={BEHIND.satisfied.count[0]} whose={whose} label={t('figures.satisfied')} />
      <BandCell band={row.band} limits={limits} />
      {plain('repeats')}
      {plain('returns')}
      {plain('escalations')}
      {plain('openOverdue')}
    </tr>
  );
}

const COLUMNS = ['received', 'answered', 'answeredInTime', 'resolved', 'satisfied', 'band', 'repeats', 'returns', 'escalations', 'openOverdue'] as const;

/** Raw counts beside rates, bands instead of ranks; every figure opens the issues behind it, of the same area and period. */
export function FiguresTable({ figures, unit }: { figures: api.Figures; unit: string | undefined }) {
  const { t } = useLabels();
  const period = { from: figures.from, to: figures.to };
  const counted = unit ? { ...period, unit } : period;
  const limits = figures.scoring.bands;
  const owner = figures.by === 'unit' ? 'holder' : 'responsible';
  return (
    <table className={styles.table}>
      <caption className="unseen">{t('figures.caption', period)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`figures.by.${figures.by}`)}</th>
          {COLUMNS.map((column) => <th key={column} scope="col">{t(`figures.${column}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {figures.rows.map((row) => <Row key={row.key} row={row} name={row.name} whose={{ ...counted, [owner]: row.key }} limits={limits} />)}
      </tbody>
      <tfoot><Row row={figures.total} name={t('figures.total')} whose={counted} limits={limits} total /></tfoot>
    </table>
  );
}
