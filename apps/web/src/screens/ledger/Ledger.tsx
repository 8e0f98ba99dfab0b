import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { queries, type LedgerFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { Notice } from '../../shared/Notice.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { ClassTabs } from './ClassTabs.js';
import { LedgerFilters } from './LedgerFilters.js';
import { LedgerTable } from './LedgerTable.js';
import styles from './ledger.module.css';

/** The ledger: every issue, by class, under any filter; the address bar holds the view. */
export function Ledger() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<LedgerFilter>(api.LedgerQuery);
  const ledger = useInfiniteQuery(queries.ledger(filter));
  usePageTitle(t('ledger.title'));
  const rows = ledger.data?.pages.flatMap((page) => page.rows) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <h1 className={styles.head}>{t('ledger.title')}</h1>
      <ClassTabs filter={filter} set={set} />
      <LedgerFilters filter={filter} set={set} clear={clear} />
      <section className="sheet" aria-label={t('ledger.list')} aria-busy={ledger.isFetching}>
        {ledger.isPending && <Waiting lines={9} />}
        {ledger.isError && !ledger.data && <Failure error={ledger.error} retry={() => { void ledger.refetch(); }} />}
        {ledger.data && rows.length === 0 && <Notice title={t(filtered ? 'ledger.noneFiltered' : 'ledger.none')} />}
        {rows.length > 0 && <LedgerTable rows={rows} />}
        {ledger.data && <LoadMore query={ledger} shown={rows.length} />}
      </section>
    </>
  );
}
