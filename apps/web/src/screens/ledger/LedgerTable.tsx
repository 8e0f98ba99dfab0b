import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import { civilDay, dateIn, fullDay } from '../../shared/moments.js';
import { StageTag, SupervisedTag, Troubles } from '../../shared/Tags.js';
import { useTerm } from '../../shared/use-term.js';
import shared from '../../shared/shared.module.css';
import table from '../../shared/table.module.css';

function Outcome({ row }: { row: api.IssueRow }) {
  const { t } = useLabels();
  const term = useTerm();
  const facts = [
    row.answer && term('answer', row.answer),
    row.inTime !== null && t(row.inTime ? 'row.inTime' : 'row.notInTime'),
    row.satisfied !== null && t(row.satisfied ? 'row.satisfied' : 'row.notSatisfied'),
  ].filter(Boolean);
  if (facts.length === 0) return <span className="muted">{t('row.noAnswer')}</span>;
  return <>{facts.join(t('mark.comma'))}</>;
}

function Class({ row }: { row: api.IssueRow }) {
  const { t } = useLabels();
  const term = useTerm();
  if (!row.scope || !row.horizon) return <span className="muted">{t('row.unclassed')}</span>;
  return (
    <>
      <span className="nowrap">{term('scope', row.scope)}{t('mark.middot')}{term('horizon', row.horizon)}</span>
      <span className={table.sub}>{row.topic && term('topic', row.topic)}</span>
    </>
  );
}

function LedgerRow({ row }: { row: api.IssueRow }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <tr className={row.overdue ? table.lateRow : ''} data-issue={row.issueId}>
      <td className={table.titleCell}>
        <Link to={`/issues/${row.issueId}`} className={table.title}>{row.title}</Link>
        <span className={table.sub}><span className="num">{row.number}</span><Troubles row={row} />{row.imported && <span>{t('row.imported')}</span>}</span>
      </td>
      <td data-label={t('column.class')}><Class row={row} /></td>
      <td data-label={t('column.status')}>
        <StageTag stage={row.stage} />
        <span className={table.sub}>
          {term('status', row.status)}
          {row.overdue && <span className={`${shared.tag} ${shared.overdue}`}><Mark shape="late" />{t('row.overdue')}</span>}
          {row.supervised && <SupervisedTag />}
        </span>
      </td>
      <td data-label={t('column.holder')}>
        <span className={table.strong}>{row.unitName}</span>
        <span className={table.sub}>
          {row.responsibleName ?? t('row.nobody')}
          {row.measureBy && <span className="nowrap">{t('row.doneBy', { day: civilDay(row.measureBy) })}</span>}
        </span>
      </td>
      <td data-label={t('column.heard')}><time dateTime={row.heardAt} className="nowrap">{fullDay(dateIn(Date.parse(row.heardAt)))}</time></td>
      <td data-label={t('column.outcome')}><Outcome row={row} /></td>
    </tr>
  );
}

export function LedgerTable({ rows }: { rows: readonly api.IssueRow[] }) {
  const { t } = useLabels();
  return (
    <table className={`${table.table} ${table.wide}`}>
      <caption className="unseen">{t('ledger.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.issue')}</th>
          <th scope="col">{t('column.class')}</th>
          <th scope="col">{t('column.status')}</th>
          <th scope="col">{t('column.holder')}</th>
          <th scope="col">{t('column.heard')}</th>
          <th scope="col">{t('column.outcome')}</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <LedgerRow key={row.issueId} row={row} />)}</tbody>
    </table>
  );
}
