import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import table from '../../shared/table.module.css';
import { useEventWords } from '../../shared/use-event-words.js';
import { useActorName } from '../../shared/use-names.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './audit.module.css';

function What({ row }: { row: api.TrailEntry }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventWords();
  const name = <span className={styles.name}>{term('event', row.type)}</span>;
  return (
    <>
      {row.issue ? <Link to={`/issues/${row.issue.issueId}?step=${row.revision + 1}`} className={table.title}>{name}</Link> : name}
      <span className={styles.words}>{words(row.words)}</span>
      {row.issue && <span className={table.sub}><span className="num">{row.issue.number}</span><span>{t('replay.step', { step: row.revision + 1 })}</span></span>}
    </>
  );
}

function Who({ row }: { row: api.TrailEntry }) {
  const { t } = useLabels();
  const term = useTerm();
  const actor = useActorName();
  const role = typeof row.by['role'] === 'string' ? term('role', row.by['role']) : null;
  return (
    <>
      <span className={table.strong}>{actor(row)}</span>
      {row.byUnitName && <span className={table.sub}>{[row.byUnitName, role].filter(Boolean).join(t('mark.middot'))}</span>}
    </>
  );
}

function When({ row: { at, recordedAt } }: { row: api.TrailEntry }) {
  const { t } = useLabels();
  return (
    <>
      <time dateTime={at}>{exactMoment(at)}</time>
      {recordedAt.slice(0, 16) !== at.slice(0, 16) && <span className={table.sub}><time dateTime={recordedAt}>{t('audit.written', { moment: exactMoment(recordedAt) })}</time></span>}
    </>
  );
}

/** Events in plain words; the row of an issue's event leads to that step of its replay. */
export function AuditTable({ rows }: { rows: readonly api.TrailEntry[] }) {
  const { t } = useLabels();
  return (
    <table className={`${table.table} ${table.wide}`}>
      <caption className="unseen">{t('audit.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('audit.what')}</th><th scope="col">{t('audit.who')}</th><th scope="col">{t('audit.when')}</th><th scope="col">{t('audit.where')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.position} data-position={row.position}>
            <td className={`${table.titleCell} ${styles.what}`}><What row={row} /></td>
            <td data-label={t('audit.who')}><Who row={row} /></td>
            <td data-label={t('audit.when')}><When row={row} /></td>
            <td data-label={t('audit.where')}>
              <span className="num">{t('audit.position', { position: row.position })}</span>
              <span className={table.sub}>{t('history.rule', { version: row.ruleVersion })}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
