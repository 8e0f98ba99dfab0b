import { api } from '#wire';
import type { ActsFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Named } from '../../shared/Named.js';
import { DayField } from './DayField.js';
import { NotedFoot } from './NotedFoot.js';
import styles from './audit.module.css';

interface Props {
  filter: ActsFilter;
  set: (change: Partial<Record<keyof ActsFilter, string | undefined>>) => void;
  clear: () => void;
}

const DAYS = ['from', 'to'] as const;

/** What, who, when; the address bar holds all of it. */
export function ActFilters({ filter, set, clear }: Props) {
  const { t } = useLabels();
  return (
    <search className={styles.filters}>
      <div className={styles.grid}>
        <Named name={t('acts.act')}>
          <CodeSelect kind="noted" codes={api.AUDIT_ACTS} label={t('acts.act')} placeholder={t('acts.any')} value={filter.act} onChange={(act) => { set({ act }); }} />
        </Named>
        <Named name={t('audit.cadre')}>
          <CadreSelect label={t('audit.cadre')} placeholder={t('audit.anyone')} value={filter.cadre} onChange={(cadre) => { set({ cadre }); }} />
        </Named>
        {DAYS.map((name) => <DayField key={name} label={t(`readings.${name}`)} value={filter[name]} onChange={(day) => { set({ [name]: day }); }} />)}
      </div>
      <NotedFoot isFiltered={Object.keys(filter).length > 0} clear={clear} />
    </search>
  );
}
