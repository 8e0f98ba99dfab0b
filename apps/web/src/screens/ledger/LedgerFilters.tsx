import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useEffect, useId, useState } from 'react';
import { addressAsShown } from '../../api/client.js';
import type { LedgerFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Named } from '../../shared/Named.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { MoreFilters } from './MoreFilters.js';
import styles from './ledger.module.css';

export type SetFilter = (change: Partial<Record<keyof LedgerFilter, string | undefined>>) => void;

export interface FilterProps {
  filter: LedgerFilter;
  set: SetFilter;
}

/** Text goes into the address after a pause in typing, so that each letter is not a request. */
function SearchBox({ filter, set }: FilterProps) {
  const { t } = useLabels();
  const [typed, setTyped] = useState(filter.q ?? '');
  useEffect(() => { setTyped(filter.q ?? ''); }, [filter.q]);
  useEffect(() => {
    if (typed === (filter.q ?? '')) return;
    const timer = setTimeout(() => { set({ q: typed.trim() || undefined }); }, 400);
    return () => { clearTimeout(timer); };
  }, [typed, filter.q, set]);
  return (
    <Input
      type="search" aria-label={t('filter.search')} placeholder={t('filter.searchHint')} maxLength={100} allowClear
      value={typed} onChange={(event) => { setTyped(event.target.value); }}
      onPressEnter={() => { set({ q: typed.trim() || undefined }); }}
    />
  );
}

/** The whole list as a file for spreadsheets, in the reader's language. */
function Export({ filter }: { filter: LedgerFilter }) {
  const { t, locale } = useLabels();
  return <Button href={addressAsShown('/ledger/export', { ...filter, lang: locale })} download title={t('ledger.exportNoted')}>{t('ledger.export')}</Button>;
}

export function LedgerFilters({ filter, set, clear }: FilterProps & { clear: () => void }) {
  const { t } = useLabels();
  const panel = useId();
  const hidden = Object.keys(filter).filter((key) => !['q', 'unit', 'from', 'to', 'withoutMeasure', 'openingAsked', 'mine'].includes(key));
  const [open, setOpen] = useState(false);
  return (
    <search className={styles.filters}>
      <div className={styles.row}>
        <Named name={t('filter.search')}><SearchBox filter={filter} set={set} /></Named>
        <Named name={t('filter.unit')}>
          <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={filter.unit} onChange={(unit) => { set({ unit }); }} />
        </Named>
        <Named name={t('filter.from')}>
          <Input type="date" aria-label={t('filter.from')} value={filter.from ?? ''} max={filter.to ?? ''} onChange={(event) => { set({ from: event.target.value }); }} />
        </Named>
        <Named name={t('filter.to')}>
          <Input type="date" aria-label={t('filter.to')} value={filter.to ?? ''} min={filter.from ?? ''} onChange={(event) => { set({ to: event.target.value }); }} />
        </Named>
        <div className={styles.buttons}>
          <Button aria-expanded={open} aria-controls={panel} onClick={() => { setOpen(!open); }}>
            {hidden.length > 0 ? t('filter.moreSet', { n: hidden.length }) : t('filter.more')}
          </Button>
          <Export filter={filter} />
          {Object.keys(filter).length > 0 && <Button onClick={clear}>{t('filter.clear')}</Button>}
        </div>
      </div>
      <div id={panel} hidden={!open}>{open && <MoreFilters filter={filter} set={set} />}</div>
    </search>
  );
}
