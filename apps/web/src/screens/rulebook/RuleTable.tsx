import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './rulebook.module.css';
import { useFigureWords, useSourceWords } from './use-figure-words.js';

/** Every figure of a version with where it comes from; what nothing uses yet says so. */
export function RuleTable({ page }: { page: api.RulebookVersionPage }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useFigureWords();
  const told = useSourceWords();
  return (
    <table className={styles.table}>
      <caption className="unseen">{t('rules.caption', { version: page.row.version })}</caption>
      <thead><tr><th scope="col">{t('rules.figure')}</th><th scope="col">{t('rules.value')}</th><th scope="col">{t('rules.source')}</th></tr></thead>
      <tbody>
        {page.figures.map(({ place, value, source, use }) => (
          <tr key={place} data-figure={place}>
            <th scope="row">{term('figure', place)}{use === 'none' && <span className={styles.unused}>{t('rules.unused')}</span>}</th>
            <td data-label={t('rules.value')} className={styles.value}>{words(value)}</td>
            <td data-label={t('rules.source')} className={styles.source}>{told(place, source)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
