import { Link } from 'react-router';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import table from '../../shared/table.module.css';
import { useLine } from '../../shared/use-pieces.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './differences.module.css';

type Key = api.IssueDifference['changed'][number];

function Changed({ name, before, after }: { name: Key; before: api.IssueRow | null; after: api.IssueRow | null }) {
  const { t } = useLabels();
  const term = useTerm();
  const line = useLine();
  const told = (row: api.IssueRow | null) => (row ? line(api.differencePieces(row, name)) : '') || t('replay.nothing');
  return (
    <li className={styles.part}>
      <span className="muted">{term('difference', name)}</span>
      {before && <><del><span className="unseen">{t('differences.before')}</span>{told(before)}</del><span aria-hidden="true">→</span></>}
      <ins><span className="unseen">{t('differences.after')}</span>{told(after)}</ins>
    </li>
  );
}

function Issue({ row: { issueId, kind, changed, before, after }, from, to }: { row: api.IssueDifference; from: string; to: string }) {
  const { t } = useLabels();
  const { number, title, unitName } = (after ?? before)!;
  const at = (moment: string) => `/issues/${issueId}?asOf=${encodeURIComponent(moment)}`;
  return (
    <tr data-difference={kind}>
      <td className={table.titleCell}>
        <Link to={`/issues/${issueId}`} className={table.title}>{title}</Link>
        <span className={`num ${table.sub}`}>{number} · {unitName}</span>
      </td>
      <td data-label={t('differences.kind')}><span className={table.strong}>{t(`differences.kind.${kind}`)}</span></td>
      <td data-label={t('differences.changed')}>
        <ul className={styles.parts}>{changed.map((name) => <Changed key={name} name={name} before={before} after={after} />)}</ul>
      </td>
      <td data-label={t('differences.look')}>
        <div className={styles.look}>
          {before && <Link to={at(from)}>{t('differences.lookBefore')}</Link>}
          {after && <Link to={at(to)}>{t('differences.lookAfter')}</Link>}
        </div>
      </td>
    </tr>
  );
}

/** Every issue of which anything is different, what of it, and the way to how it was at either moment. */
export function DifferingIssues({ rows, from, to }: { rows: readonly api.IssueDifference[]; from: string; to: string }) {
  const { t } = useLabels();
  return (
    <table className={`${table.table} ${table.wide}`}>
      <caption className="unseen">{t('differences.issues')}</caption>
      <thead>
        <tr><th scope="col">{t('differences.issue')}</th><th scope="col">{t('differences.kind')}</th><th scope="col">{t('differences.changed')}</th><th scope="col">{t('differences.look')}</th></tr>
      </thead>
      <tbody>{rows.map((row) => <Issue key={row.issueId} row={row} from={from} to={to} />)}</tbody>
    </table>
  );
}
