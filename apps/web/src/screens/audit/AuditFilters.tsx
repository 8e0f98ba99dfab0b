import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { termCodes } from '#messages';
import { api } from '#wire';
import { addressAsShown } from '../../api/client.js';
import type { TrailFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CheckedInput } from '../../shared/CheckedInput.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Named } from '../../shared/Named.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { DayField } from './DayField.js';
import styles from './audit.module.css';

type SetFilter = (change: Partial<Record<keyof TrailFilter, string | undefined>>) => void;
interface FilterProps { filter: TrailFilter; set: SetFilter }

const TYPES = termCodes('event');
const DAYS = ['from', 'to', 'happenedFrom', 'happenedTo'] as const;
const CODES = ['issue', 'command', 'ruleVersion'] as const;

function Who({ filter, set }: FilterProps) {
  const { t } = useLabels();
  return (
    <>
      <Named name={t('audit.by')}>
        <CodeSelect kind="actor" codes={api.ActorKind.options} label={t('audit.by')} placeholder={t('audit.anyone')} value={filter.by} onChange={(by) => { set({ by }); }} />
      </Named>
      <Named name={t('audit.cadre')}>
        <CadreSelect label={t('audit.cadre')} placeholder={t('audit.anyone')} value={filter.cadre} onChange={(cadre) => { set({ cadre }); }} />
      </Named>
    </>
  );
}

/** All that is found, as a file: a link, so that the browser saves it as it comes. */
function Exports({ filter }: { filter: TrailFilter }) {
  const { t, locale } = useLabels();
  const file = (format: 'csv' | 'jsonl') => addressAsShown('/events/export', { ...filter, format, lang: locale });
  return (
    <>
      <Button href={file('csv')} download>{t('audit.exportCsv')}</Button>
      <Button href={file('jsonl')} download>{t('audit.exportLines')}</Button>
    </>
  );
}

/** Who, what, where, when; the address bar holds all of it. */
export function AuditFilters({ filter, set, clear }: FilterProps & { clear: () => void }) {
  const { t } = useLabels();
  return (
    <search className={styles.filters}>
      <div className={styles.grid}>
        <Who filter={filter} set={set} />
        <Named name={t('audit.type')}>
          <CodeSelect kind="event" codes={TYPES} label={t('audit.type')} placeholder={t('audit.anyType')} value={filter.type} onChange={(type) => { set({ type }); }} />
        </Named>
        <Named name={t('audit.unit')}>
          <UnitSelect label={t('audit.unit')} placeholder={t('filter.everyUnit')} value={filter.unit} onChange={(unit) => { set({ unit }); }} />
        </Named>
        {DAYS.map((name) => <DayField key={name} label={t(`audit.${name}`)} value={filter[name]} onChange={(day) => { set({ [name]: day }); }} />)}
        {CODES.map((name) => (
          <Named key={name} name={t(`audit.${name}`)}>
            <CheckedInput label={t(`audit.${name}`)} schema={api.TrailQuery.shape[name]} value={filter[name]} onChange={(value) => { set({ [name]: value }); }} />
          </Named>
        ))}
        <Named name={t('audit.order')}>
          <Select
            aria-label={t('audit.order')} value={filter.order ?? 'newest'} onChange={(order) => { set({ order: order === 'newest' ? undefined : order }); }}
            options={(['newest', 'oldest'] as const).map((order) => ({ value: order, label: t(`audit.${order}`) }))}
          />
        </Named>
      </div>
      <div className={styles.buttons}>
        <Exports filter={filter} />
        {Object.keys(filter).length > 0 && <Button onClick={clear}>{t('filter.clear')}</Button>}
        <span className="muted">{t('audit.noted')}</span>
      </div>
    </search>
  );
}
