import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { hasStatus } from '../../api/problem.js';
import { queries, type ReadingsFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { Notice } from '../../shared/Notice.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { AuditTabs } from './AuditTabs.js';
import { ReadingFilters } from './ReadingFilters.js';
import { ReadingsTable } from './ReadingsTable.js';
import styles from './audit.module.css';

/** Who read who brought a matter or who lives in a household, what for, and who was not let. */
export function Readings() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<ReadingsFilter>(api.SensitiveReadsQuery);
  const readings = useInfiniteQuery(queries.sensitiveReads(filter));
  usePageTitle(t('readings.title'));
  const rows = readings.data?.pages.flatMap((page) => page.rows) ?? [];
  if (hasStatus(readings.error, 403)) return <><h1 className={styles.head}>{t('audit.title')}</h1><Notice title={t('readings.notAllowed')} /></>;
  return (
    <>
      <h1 className={styles.head}>{t('audit.title')}</h1>
      <AuditTabs />
      <ReadingFilters filter={filter} set={set} clear={clear} />
      <section className="sheet" aria-label={t('readings.title')} aria-busy={readings.isFetching}>
        {readings.isPending && <Waiting lines={9} />}
        {readings.isError && !readings.data && <Failure error={readings.error} retry={() => { void readings.refetch(); }} />}
        {readings.data && rows.length === 0 && <Notice title={t('readings.none')} />}
        {rows.length > 0 && <ReadingsTable rows={rows} />}
        {readings.data && <LoadMore query={readings} shown={rows.length} />}
      </section>
    </>
  );
}
