import { api } from '#wire';
import type { ReadingsFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CheckedInput } from '../../shared/CheckedInput.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Named } from '../../shared/Named.js';
import { DayField } from './DayField.js';
import { NotedFoot } from './NotedFoot.js';
import styles from './audit.module.css';

interface Props {
  filter: ReadingsFilter;
  set: (change: Partial<Record<keyof ReadingsFilter, string | undefined>>) => void;
  clear: () => void;
}

const CODES = ['issue', 'household'] as const;
const DAYS = ['from', 'to'] as const;

/** Who, what of, what for, when; the address bar holds all of it. */
export function ReadingFilters({ filter, set, clear }: Props) {
  const { t } = useLabels();
  return (
    <search className={styles.filters}>
      <div className={styles.grid}>
        <Named name={t('readings.who')}>
          <CadreSelect label={t('readings.who')} placeholder={t('audit.anyone')} value={filter.cadre} onChange={(cadre) => { set({ cadre }); }} />
        </Named>
        <Named name={t('field.purpose')}>
          <CodeSelect kind="purpose" codes={api.PurposeName.options} label={t('field.purpose')} placeholder={t('readings.anyPurpose')} value={filter.purpose} onChange={(purpose) => { set({ purpose }); }} />
        </Named>
        <Named name={t('readings.outcome')}>
          <CodeSelect kind="reading" codes={api.SensitiveRead.shape.outcome.options} label={t('readings.outcome')} placeholder={t('filter.both')} value={filter.outcome} onChange={(outcome) => { set({ outcome }); }} />
        </Named>
        {CODES.map((name) => (
          <Named key={name} name={t(`readings.${name}`)}>
            <CheckedInput label={t(`readings.${name}`)} schema={api.SensitiveReadsQuery.shape[name]} value={filter[name]} onChange={(value) => { set({ [name]: value }); }} />
          </Named>
        ))}
        {DAYS.map((name) => <DayField key={name} label={t(`readings.${name}`)} value={filter[name]} onChange={(day) => { set({ [name]: day }); }} />)}
      </div>
      <NotedFoot isFiltered={Object.keys(filter).length > 0} clear={clear} />
    </search>
  );
}
