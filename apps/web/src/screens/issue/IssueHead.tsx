import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import shared from '../../shared/shared.module.css';
import { StageTag, SupervisedTag, Troubles } from '../../shared/Tags.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './issue.module.css';

/** What and where: number, title, stage, holder, and what went wrong so far. */
export function IssueHead({ page: { row, cycle } }: { page: api.IssuePage }) {
  const { t } = useLabels();
  const term = useTerm();
  return (
    <header className={styles.head}>
      <p className={`num ${styles.number}`}>{row.number}</p>
      <h1>{row.title}</h1>
      <p className={styles.marks}>
        <StageTag stage={row.stage} />
        <span>{term('status', row.status)}</span>
        {row.overdue && <span className={`${shared.tag} ${shared.overdue}`}><Mark shape="late" />{t('row.overdue')}</span>}
        {row.supervised && <SupervisedTag />}
        <span>{row.unitName}{t('mark.middot')}{term('level', row.level)}</span>
        {cycle > 1 && <span>{t('issue.cycle', { n: cycle })}</span>}
        <Troubles row={row} />
      </p>
    </header>
  );
}
