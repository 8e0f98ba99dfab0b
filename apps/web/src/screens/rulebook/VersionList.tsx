import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './rulebook.module.css';

/** From when until when a version holds, held or would hold. */
export function useSpanWords(): (row: api.RulebookVersionRow) => string {
  const { t } = useLabels();
  return ({ from, until, effectiveFrom, standing }) => {
    if (from === null) return standing === 'withdrawn' ? '' : t('rules.wouldHold', { from: exactMoment(effectiveFrom) });
    return until === null ? t('rules.holdsFrom', { from: exactMoment(from) }) : t('rules.held', { from: exactMoment(from), until: exactMoment(until) });
  };
}

/** Every version, the newest first; one of them is looked at. */
export function VersionList({ versions, chosen, choose }: { versions: readonly api.RulebookVersionRow[]; chosen: string; choose: (version: string) => void }) {
  const { t } = useLabels();
  const term = useTerm();
  const span = useSpanWords();
  return (
    <nav aria-label={t('rules.versions')}>
      <ul className={styles.versions}>
        {versions.toReversed().map((row) => (
          <li key={row.version}>
            <button type="button" className={styles.version} aria-current={row.version === chosen} data-version={row.version} onClick={() => { choose(row.version); }}>
              <span className={styles.name}>{row.version}</span>
              <span className={`${styles.standing} ${styles[row.standing] ?? ''}`}>{term('rule-standing', row.standing)}</span>
              <span className={styles.span}>{span(row)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
