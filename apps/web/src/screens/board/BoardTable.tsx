import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Due } from '../../shared/Due.js';
import { StageTag, SupervisedTag, Troubles } from '../../shared/Tags.js';
import { useTerm } from '../../shared/use-term.js';
import table from '../../shared/table.module.css';

function BoardRow({ row, now }: { row: api.IssueRow; now: number }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <tr className={row.overdue ? table.lateRow : ''} data-issue={row.issueId}>
      <td data-label={t('column.deadline')}><Due row={row} now={now} /></td>
      <td className={table.titleCell}>
        <Link to={`/issues/${row.issueId}`} className={table.title}>{row.title}</Link>
        <span className={table.sub}>
          <span className="num">{row.number}</span>
          <StageTag stage={row.stage} />
          {row.supervised && <SupervisedTag />}
          <Troubles row={row} />
        </span>
      </td>
      <td data-label={t('column.holder')}>
        <span className={table.strong}>{row.unitName}</span>
        <span className={table.sub}>{term('level', row.level)}</span>
      </td>
      <td data-label={t('column.responsible')}>
        {row.responsibleName ?? <span className="muted">{t('row.nobody')}</span>}
      </td>
    </tr>
  );
}

/** Open issues, the soonest deadline first. */
export function BoardTable({ rows, now }: { rows: readonly api.IssueRow[]; now: number }) {
  const { t } = useLabels();
  return (
    <table className={table.table}>
      <caption className="unseen">{t('board.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.deadline')}</th>
          <th scope="col">{t('column.issue')}</th>
          <th scope="col">{t('column.holder')}</th>
          <th scope="col">{t('column.responsible')}</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <BoardRow key={row.issueId} row={row} now={now} />)}</tbody>
    </table>
  );
}
