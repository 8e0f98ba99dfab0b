import type { api } from '#wire';
import { useLabels } from '../i18n/use-labels.js';
import { Mark } from './Mark.js';
import { exactMoment } from './moments.js';
import styles from './shared.module.css';
import { useTerm } from './use-term.js';

export function StageTag({ stage }: { stage: api.IssueRow['stage'] }) {
  const term = useTerm();
  return <span className={`${styles.tag} ${styles[`stage-${stage}`] ?? ''}`}>{term('stage', stage)}</span>;
}

export function SupervisedTag() {
  const { t } = useLabels();
  return <span className={`${styles.tag} ${styles.supervised}`}>{t('row.supervised')}</span>;
}

/** Of each deadline that stands the step that passed last: to whom it was told, or that it is due. Urgings are told by their number. */
function ToldMarks({ told }: Pick<api.IssueRow, 'told'>) {
  const { t } = useLabels();
  const term = useTerm();
  const last = [...new Map(told.flatMap((each) => (each.kind === null ? [] : [[each.kind, each] as const]))).entries()];
  return (
    <>
      {last.map(([kind, { act, at }]) => (
        <span key={kind} className={`${styles.dueMain} ${act === 'warn' ? styles.dueSoon : styles.dueLate}`} title={t('row.toldAt', { kind: term('kind', kind), at: exactMoment(at) })} data-told={act}>
          <Mark shape="told" />{last.length > 1 ? t('row.toldOf', { kind: term('kind', kind), told: term('told', act) }) : term('told', act)}
        </span>
      ))}
    </>
  );
}

/** How often it was urged; strong while a person's urging is not answered. */
function UrgesMark({ row: { urges, urgedAt, told } }: { row: Pick<api.IssueRow, 'urges' | 'urgedAt' | 'told'> }) {
  const { t } = useLabels();
  if (urges === 0) return null;
  const isOpen = told.some(({ act }) => act === 'urge');
  return (
    <span className={`${styles.dueMain} ${isOpen ? styles.dueLate : ''}`} {...(urgedAt && { title: t('row.urgedAt', { at: exactMoment(urgedAt) }) })} data-urges={urges}>
      <Mark shape="urge" />{t('row.urges', { n: urges })}
    </span>
  );
}

/** What was told, and urgings, escalations, repeats and returns: shown only when there were any. */
export function Troubles({ row }: { row: Pick<api.IssueRow, 'escalations' | 'repeats' | 'returns' | 'urges' | 'urgedAt' | 'told'> }) {
  const { t } = useLabels();
  const troubles = [
    { key: 'escalations', shape: 'up', count: row.escalations, words: t('row.escalations', { n: row.escalations }) },
    { key: 'repeats', shape: 'again', count: row.repeats, words: t('row.repeats', { n: row.repeats }) },
    { key: 'returns', shape: 'back', count: row.returns, words: t('row.returns', { n: row.returns }) },
  ] as const;
  return (
    <>
      <ToldMarks told={row.told} />
      <UrgesMark row={row} />
      {troubles.filter(({ count }) => count > 0).map(({ key, shape, words }) => (
        <span key={key} className={styles.dueMain}><Mark shape={shape} />{words}</span>
      ))}
    </>
  );
}
