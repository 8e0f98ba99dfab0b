import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { queries, type RosterFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { fullDay } from '../../shared/moments.js';
import { Notice } from '../../shared/Notice.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { RosterFilters } from './RosterFilters.js';
import { RosterTable } from './RosterTable.js';
import styles from './roster.module.css';

/** Who answers for whom, today or on any day, as it is known or was known at the moment that is shown. */
export function Roster() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<RosterFilter>(api.RosterQuery);
  const roster = useInfiniteQuery(queries.roster(filter));
  usePageTitle(t('roster.title'));
  const [first] = roster.data?.pages ?? [];
  const rows = roster.data?.pages.flatMap((page) => page.rows) ?? [];
  const { onDate: _, ...narrowing } = filter;
  return (
    <>
      <h1>{t('roster.title')}</h1>
      <p className={`muted ${styles.day}`}>{first && t('roster.onDay', { day: fullDay(first.onDate) })}</p>
      <RosterFilters filter={filter} set={set} clear={clear} />
      <section className="sheet" aria-label={t('roster.list')} aria-busy={roster.isFetching}>
        {roster.isPending && <Waiting lines={9} />}
        {roster.isError && !roster.data && <Failure error={roster.error} retry={() => { void roster.refetch(); }} />}
        {roster.data && rows.length === 0 && <Notice title={t(Object.keys(narrowing).length > 0 ? 'roster.noneFiltered' : 'roster.none')} />}
        {rows.length > 0 && <RosterTable rows={rows} set={set} />}
        {roster.data && <LoadMore query={roster} shown={rows.length} />}
      </section>
    </>
  );
}
