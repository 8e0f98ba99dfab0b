import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import table from '../../shared/table.module.css';
import styles from './differences.module.css';

type Whole = NonNullable<api.Differences['whole']>;
type Side = Whole['before'];

/** What is counted on both sides, and from where. */
const COUNTED = [
  ['open', ({ counts }: Side) => counts.open], ['overdue', ({ counts }: Side) => counts.overdue], ['supervised', ({ counts }: Side) => counts.supervised],
  ['received', ({ figures }: Side) => figures.received], ['answered', ({ figures }: Side) => figures.answered], ['escalations', ({ figures }: Side) => figures.escalations],
] as const;

/** The area as a whole at both moments. */
export function WholeArea({ whole: { before, after, roster } }: { whole: Whole }) {
  const { t } = useLabels();
  return (
    <section className={`sheet ${styles.whole}`} aria-label={t('differences.whole')}>
      <table className={table.table}>
        <caption className="unseen">{t('differences.whole')}</caption>
        <thead><tr><th scope="col">{t('differences.what')}</th><th scope="col">{t('differences.before')}</th><th scope="col">{t('differences.after')}</th></tr></thead>
        <tbody>
          {COUNTED.map(([name, of]) => (
            <tr key={name} data-counted={name}>
              <th scope="row">{t(`differences.${name}`)}</th>
              <td className="num" data-label={t('differences.before')}>{of(before)}</td>
              <td className="num" data-label={t('differences.after')}><span className={of(before) === of(after) ? '' : table.strong}>{of(after)}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {before.ruleVersion !== after.ruleVersion && <p>{t('differences.rules', { before: before.ruleVersion, after: after.ruleVersion })}</p>}
      {roster.begun.length + roster.ended.length > 0 && <p>{t('differences.roster', { begun: roster.begun.length, ended: roster.ended.length })}</p>}
    </section>
  );
}
