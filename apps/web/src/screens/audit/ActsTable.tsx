import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import table from '../../shared/table.module.css';
import { useUnitName } from '../../shared/use-names.js';
import { useTerm, type TermKind } from '../../shared/use-term.js';
import styles from './audit.module.css';

/** Facts whose value is a code of the terms catalogue. */
const NAMED: Readonly<Partial<Record<string, TermKind>>> = {
  purpose: 'purpose', answer: 'denial', eventType: 'event', type: 'event', act: 'noted', ground: 'erasure', outcome: 'reading',
  stage: 'stage', status: 'status', level: 'level', scope: 'scope', horizon: 'horizon', grade: 'grade', topic: 'topic',
};

function useFactValue(): (fact: string, value: api.AuditRow['detail'][string]) => string {
  const { t } = useLabels();
  const term = useTerm();
  const unit = useUnitName();
  return (fact, value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    const kind = NAMED[fact];
    if (kind) return term(kind, String(value));
    if (fact === 'area' || fact === 'unit') return unit(String(value));
    if (fact === 'file' && (value === 'household' || value === 'reporter')) return t(`readings.file.${value}`);
    if (fact === 'means' && (value === 'page' || value === 'replay')) return t(`readings.means.${value}`);
    return String(value);
  };
}

function What({ row: { act, subject, detail } }: { row: api.AuditRow }) {
  const { t } = useLabels();
  const term = useTerm();
  const valueOf = useFactValue();
  const facts = Object.entries(detail).map(([fact, value]) => [term('noted-fact', fact), valueOf(fact, value)].join(t('mark.sentence')));
  return (
    <>
      <span className={styles.name}>{term('noted', act)}</span>
      {subject && <span className={`num ${table.sub}`}>{subject}</span>}
      {facts.length > 0 && <span className={table.sub}>{facts.join(t('mark.middot'))}</span>}
    </>
  );
}

function Who({ row: { byName, operator, unit } }: { row: api.AuditRow }) {
  const { t } = useLabels();
  const name = useUnitName();
  return (
    <>
      <span className={table.strong}>{byName ?? t('acts.unknown')}</span>
      {operator !== null && <span className={table.sub}>{t('acts.operator', { operator })}</span>}
      {unit !== null && <span className={table.sub}>{name(unit)}</span>}
    </>
  );
}

/** Newest first; what was denied stands out. */
export function ActsTable({ rows }: { rows: readonly api.AuditRow[] }) {
  const { t } = useLabels();
  return (
    <table className={`${table.table} ${table.wide}`}>
      <caption className="unseen">{t('acts.title')}</caption>
      <thead>
        <tr><th scope="col">{t('acts.act')}</th><th scope="col">{t('audit.who')}</th><th scope="col">{t('audit.when')}</th><th scope="col">{t('acts.address')}</th></tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-act={row.act}>
            <td className={`${table.titleCell} ${styles.what}`}><What row={row} /></td>
            <td data-label={t('audit.who')}><Who row={row} /></td>
            <td data-label={t('audit.when')}><time dateTime={row.at}>{exactMoment(row.at)}</time></td>
            <td data-label={t('acts.address')}><span className="num">{row.address ?? ''}</span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
