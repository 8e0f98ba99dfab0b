import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { momentIn } from '../../api/moment.js';
import { queries, type DifferencesAsked } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { exactMoment } from '../../shared/moments.js';
import { Notice } from '../../shared/Notice.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { DifferenceFilters } from './DifferenceFilters.js';
import { DifferingIssues } from './DifferingIssues.js';
import { WholeArea } from './WholeArea.js';
import styles from './differences.module.css';

const DAY = 86_400_000;

/** The two moments are in the address; without an end it is the present. */
function useAsked(): { asked: DifferencesAsked; change: (to: Partial<DifferencesAsked>) => void } {
  const [search, setSearch] = useSearchParams();
  const [opened] = useState(() => Date.now());
  const from = momentIn(search.get('from')) ?? new Date(opened - DAY).toISOString();
  const to = momentIn(search.get('to'));
  const unit = search.get('unit');
  const change = (changed: Partial<DifferencesAsked>) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      for (const [key, value] of Object.entries(changed)) if (value) after.set(key, value); else after.delete(key);
      return after;
    }, { replace: true });
  };
  return { asked: { from, ...(to ? { to } : {}), ...(unit ? { unit } : {}) }, change };
}

/** What is different between two moments of the record: how many, which issues, and what of each. */
export function Differences() {
  const { t } = useLabels();
  const { asked, change } = useAsked();
  const found = useInfiniteQuery(queries.differences(asked));
  usePageTitle(t('differences.title'));
  const [first] = found.data?.pages ?? [];
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <h1>{t('differences.title')}</h1>
      <DifferenceFilters asked={asked} until={first?.to.at} change={change} />
      {found.isPending && <Waiting lines={9} />}
      {found.isError && !found.data && <Failure error={found.error} retry={() => { void found.refetch(); }} />}
      {first && <p className="muted">{t('differences.moments', { from: exactMoment(first.from.at), to: exactMoment(first.to.at) })}</p>}
      {first?.whole && <WholeArea whole={first.whole} from={asked.from} to={asked.to ?? first.to.at} />}
      {first && (
        <section className={`sheet ${styles.list}`} aria-label={t('differences.issues')}>
          {rows.length === 0 ? <Notice title={t('differences.none')} /> : <DifferingIssues rows={rows} from={asked.from} to={asked.to ?? first.to.at} />}
          <LoadMore query={found} shown={rows.length} />
        </section>
      )}
    </>
  );
}
