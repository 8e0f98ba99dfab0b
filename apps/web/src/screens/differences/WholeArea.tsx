import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import table from '../../shared/table.module.css';
import styles from './differences.module.css';
import { RosterLinks } from './RosterLinks.js';

type Whole = NonNullable<api.Differences['whole']>;
type Side = Whole['before'];

/** What is counted on both sides, and from where. */
const COUNTED = [
  ['open', ({ counts }: Side) => counts.open], ['overdue', ({ counts }: Side) => counts.overdue], ['supervised', ({ counts }: Side) => counts.supervised],
  ['received', ({ figures }: Side) => figures.received], ['answered', ({ figures }: Side) => figures.answered], ['escalations', ({ figures }: Side) => figures.escalations],
] as const;

const RATES = ['answeredInTime', 'resolved', 'satisfied'] as const;

/** A rate with its raw counts, small numbers marked; and the band of the score. */
function useScoreWords() {
  const { t, locale } = useLabels();
  const rate = ({ rate, count, base, small }: api.FigureRow['resolved']): string => {
    if (rate === null) return t('figures.noBase');
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(rate);
    return small ? t('differences.smallRate', { percent, count, base }) : t('differences.rate', { percent, count, base });
  };
  const band = (of: number | null): string => (of === null ? t('figures.band.none') : t('figures.band.nth', { nth: of + 1 }));
  return { rate, band };
}

function Row({ name, label, before, after }: { name: string; label: string; before: string; after: string }) {
  const { t } = useLabels();
  return (
    <tr data-counted={name}>
      <th scope="row">{label}</th>
      <td className="num" data-label={t('differences.before')}>{before}</td>
      <td className="num" data-label={t('differences.after')}><span className={before === after ? '' : table.strong}>{after}</span></td>
    </tr>
  );
}

/** The area as a whole at both moments: counts, rates and score, whose rules, and who answers for whom no longer or from then on. */
export function WholeArea({ whole: { before, after, roster }, from, to }: { whole: Whole; from: string; to: string }) {
  const { t } = useLabels();
  const words = useScoreWords();
  const rules = new URLSearchParams({ version: after.ruleVersion, older: before.ruleVersion, asOf: to });
  return (
    <section className={`sheet ${styles.whole}`} aria-label={t('differences.whole')}>
      <table className={table.table}>
        <caption className="unseen">{t('differences.whole')}</caption>
        <thead><tr><th scope="col">{t('differences.what')}</th><th scope="col">{t('differences.before')}</th><th scope="col">{t('differences.after')}</th></tr></thead>
        <tbody>
          {COUNTED.map(([name, of]) => <Row key={name} name={name} label={t(`differences.${name}`)} before={String(of(before))} after={String(of(after))} />)}
          {RATES.map((name) => <Row key={name} name={name} label={t(`figures.${name}`)} before={words.rate(before.figures[name])} after={words.rate(after.figures[name])} />)}
          <Row name="band" label={t('figures.band')} before={words.band(before.figures.band)} after={words.band(after.figures.band)} />
        </tbody>
      </table>
      {before.ruleVersion !== after.ruleVersion && (
        <p>{t('differences.rules', { before: before.ruleVersion, after: after.ruleVersion })} <Link to={`/rulebook?${rules}`}>{t('differences.rulesCompared')}</Link></p>
      )}
      <RosterLinks name="begun" links={roster.begun} asOf={to} />
      <RosterLinks name="ended" links={roster.ended} asOf={from} />
    </section>
  );
}
