import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { hasStatus } from '../../api/problem.js';
import { queries, type ActsFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { Notice } from '../../shared/Notice.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { ActFilters } from './ActFilters.js';
import { ActsTable } from './ActsTable.js';
import { AuditTabs } from './AuditTabs.js';
import styles from './audit.module.css';

/** Who signed in, was denied, searched, read, exported, or kept the product going. */
export function Acts() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<ActsFilter>(api.AuditQuery);
  const acts = useInfiniteQuery(queries.acts(filter));
  usePageTitle(t('acts.title'));
  const rows = acts.data?.pages.flatMap((page) => page.rows) ?? [];
  if (hasStatus(acts.error, 403)) return <><h1 className={styles.head}>{t('audit.title')}</h1><Notice title={t('acts.notAllowed')} /></>;
  return (
    <>
      <h1 className={styles.head}>{t('audit.title')}</h1>
      <AuditTabs />
      <ActFilters filter={filter} set={set} clear={clear} />
      <section className="sheet" aria-label={t('acts.title')} aria-busy={acts.isFetching}>
        {acts.isPending && <Waiting lines={9} />}
        {acts.isError && !acts.data && <Failure error={acts.error} retry={() => { void acts.refetch(); }} />}
        {acts.data && rows.length === 0 && <Notice title={t('acts.none')} />}
        {rows.length > 0 && <ActsTable rows={rows} />}
        {acts.data && <LoadMore query={acts} shown={rows.length} />}
      </section>
    </>
  );
}
