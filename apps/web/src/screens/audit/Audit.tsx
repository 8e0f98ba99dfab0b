import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { hasStatus } from '../../api/problem.js';
import { queries, type TrailFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { Notice } from '../../shared/Notice.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { AuditFilters } from './AuditFilters.js';
import { AuditTable } from './AuditTable.js';
import { AuditTabs } from './AuditTabs.js';
import styles from './audit.module.css';

/** The auditor's search: every event of the own area, by who, what, when and where. */
export function Audit() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<TrailFilter>(api.TrailQuery);
  const events = useInfiniteQuery(queries.events(filter));
  usePageTitle(t('audit.title'));
  const rows = events.data?.pages.flatMap((page) => page.rows) ?? [];
  const denied = hasStatus(events.error, 403);
  return (
    <>
      <h1 className={styles.head}>{t('audit.title')}</h1>
      {denied ? <Notice title={t('audit.notAllowed')}><p>{t('audit.notAllowedHint')}</p></Notice> : (
        <>
          <AuditTabs />
          <AuditFilters filter={filter} set={set} clear={clear} />
          <section className="sheet" aria-label={t('audit.list')} aria-busy={events.isFetching}>
            {events.isPending && <Waiting lines={9} />}
            {events.isError && !events.data && <Failure error={events.error} retry={() => { void events.refetch(); }} />}
            {events.data && rows.length === 0 && <Notice title={t('audit.none')} />}
            {rows.length > 0 && <AuditTable rows={rows} />}
            {events.data && <LoadMore query={events} shown={rows.length} />}
          </section>
        </>
      )}
    </>
  );
}
