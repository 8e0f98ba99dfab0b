import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { queries } from '../../api/queries.js';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { Notice } from '../../shared/Notice.js';
import { useTerm } from '../../shared/use-term.js';
import { Waiting } from '../../shared/Waiting.js';
import styles from './rulebook.module.css';
import { useFigureWords, useSourceWords } from './use-figure-words.js';

function DifferenceRow({ difference }: { difference: api.RulebookDifference }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useFigureWords();
  const told = useSourceWords();
  const { place, change, use, old, new: after } = difference;
  return (
    <tr data-difference={place}>
      <th scope="row">{term('figure', place)}</th>
      <td data-label={t('rules.old')}>{words(old.value)}</td>
      <td data-label={t('rules.new')}><strong>{words(after.value)}</strong> <span className="muted">{term('rule-change', change)}</span></td>
      <td data-label={t('rules.source')} className={styles.source}>{told(place, after.source)}</td>
      <td data-label={t('rules.effect')} className={styles.source}>{term('rule-effect', change === 'source-only' ? 'source-only' : use)}</td>
    </tr>
  );
}

function DifferenceTable({ comparison }: { comparison: api.RulebookComparison }) {
  const { t } = useLabels();
  const columns = [t('rules.figure'), t('rules.old'), t('rules.new'), t('rules.source'), t('rules.effect')];
  if (comparison.differences.length === 0) return <Notice title={t('rules.same')} />;
  return (
    <table className={styles.table}>
      <caption className="unseen">{t('rules.differencesOf', { older: comparison.older, newer: comparison.newer })}</caption>
      <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
      <tbody>{comparison.differences.map((difference) => <DifferenceRow key={difference.place} difference={difference} />)}</tbody>
    </table>
  );
}

interface Props { newer: string; older: string; others: readonly string[]; choose: (older: string) => void }

/** What a version changes against another one, and what that does. */
export function Differences({ newer, older, others, choose }: Props) {
  const { t } = useLabels();
  const comparison = useQuery(queries.rulebookComparison(older, newer));
  return (
    <section className={`sheet ${styles.sheet}`} aria-labelledby="differences">
      <div className={styles.sheetHead}>
        <h2 id="differences">{t('rules.differences')}</h2>
        <Select aria-label={t('rules.against')} value={older} onChange={choose} options={others.map((value) => ({ value, label: value }))} popupMatchSelectWidth={false} />
      </div>
      {comparison.isPending && <Waiting lines={3} />}
      {comparison.isError && <Failure error={comparison.error} retry={() => { void comparison.refetch(); }} />}
      {comparison.data && <DifferenceTable comparison={comparison.data} />}
    </section>
  );
}
