import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useMemo, useState } from 'react';
import { api } from '#wire';
import { queries, type RosterFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Named } from '../../shared/Named.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { useHouseholds } from '../../shared/use-households.js';
import styles from './roster.module.css';

export type SetRosterFilter = (change: Partial<Record<keyof RosterFilter, string | undefined>>) => void;

/** A community or a door, found by its name, address or code. A contact point has no list of its own: its row leads to it. */
function TargetSelect({ value, onChange }: { value: string | undefined; onChange: (target: string | undefined) => void }) {
  const { t } = useLabels();
  const units = useQuery(queries.units());
  const [typed, setTyped] = useState('');
  const communities = useMemo(() => (units.data ?? []).filter(({ level }) => level === 'community').map(({ code, name }) => ({ value: code, label: name })), [units.data]);
  const isCommunity = communities.some((community) => community.value === value);
  const households = useHouseholds({ value: isCommunity ? undefined : value });
  const options = useMemo(() => {
    const words = typed.trim().toLowerCase();
    const holds = (option: { value: string; label: string }): boolean => option.value === value || `${option.label} ${option.value}`.toLowerCase().includes(words);
    return [...communities.filter(holds), ...households.options];
  }, [communities, households.options, typed, value]);
  return (
    <Select
      allowClear aria-label={t('roster.target')} placeholder={t('roster.targetHint')} value={value} onChange={onChange} options={options} popupMatchSelectWidth={false}
      loading={households.loading} showSearch={{ filterOption: false, onSearch: (words) => { setTyped(words); households.search(words); } }}
    />
  );
}

export function RosterFilters({ filter, set, clear }: { filter: RosterFilter; set: SetRosterFilter; clear: () => void }) {
  const { t } = useLabels();
  return (
    <search className={styles.filters}>
      <Named name={t('filter.unit')}>
        <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={filter.unit} onChange={(unit) => { set({ unit }); }} />
      </Named>
      <Named name={t('roster.cadre')}>
        <CadreSelect label={t('roster.cadre')} placeholder={t('filter.any')} value={filter.cadre} onChange={(cadre) => { set({ cadre }); }} />
      </Named>
      <Named name={t('roster.kind')}>
        <CodeSelect kind="roster" codes={api.RosterKind.options} label={t('roster.kind')} placeholder={t('filter.any')} value={filter.kind} onChange={(kind) => { set({ kind }); }} />
      </Named>
      <Named name={t('roster.target')}>
        <TargetSelect value={filter.target} onChange={(target) => { set({ target }); }} />
      </Named>
      <Named name={t('roster.onDate')}>
        <Input type="date" aria-label={t('roster.onDate')} value={filter.onDate ?? ''} onChange={(event) => { set({ onDate: event.target.value }); }} />
      </Named>
      {Object.keys(filter).length > 0 && <Button onClick={clear}>{t('filter.clear')}</Button>}
    </search>
  );
}
