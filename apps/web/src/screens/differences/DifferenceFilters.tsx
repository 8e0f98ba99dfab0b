import type { DifferencesAsked } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { dateIn, fromLocalInput, toLocalInput } from '../../shared/moments.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import styles from './differences.module.css';

const DAY = 86_400_000;

const PRESETS = [
  ['yesterday', (now: number) => fromLocalInput(`${dateIn(now - DAY)}T00:00`)],
  ['week', (now: number) => new Date(now - 7 * DAY).toISOString()],
  ['month', (now: number) => fromLocalInput(`${dateIn(now).slice(0, 8)}01T00:00`)],
] as const;

interface Props {
  readonly asked: DifferencesAsked;
  /** The present that the answer is of, for an end that is not named. */
  readonly until: string | undefined;
  readonly change: (to: Partial<DifferencesAsked>) => void;
}

function Moment({ name, value, onChange }: { name: 'from' | 'to'; value: string | undefined; onChange: (moment: string) => void }) {
  const { t } = useLabels();
  // A position of the record has no place in a calendar's field.
  const shown = value?.includes('T') ? toLocalInput(Date.parse(value)) : '';
  return (
    <label className={styles.field}>
      <span>{t(`differences.${name}`)}</span>
      <input type="datetime-local" required value={shown} max={toLocalInput(Date.now())} onChange={(event) => { if (event.target.value !== '') onChange(fromLocalInput(event.target.value)); }} className={styles.input} />
    </label>
  );
}

export function DifferenceFilters({ asked, until, change }: Props) {
  const { t } = useLabels();
  return (
    <div className={styles.filters}>
      <Moment name="from" value={asked.from} onChange={(from) => { change({ from }); }} />
      <Moment name="to" value={asked.to ?? until} onChange={(to) => { change({ to }); }} />
      <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={asked.unit} onChange={(unit) => { change({ unit }); }} className={styles.unit ?? ''} />
      <div className={styles.presets} role="group" aria-label={t('differences.presets')}>
        {PRESETS.map(([name, from]) => (
          <button key={name} type="button" className={styles.preset} onClick={() => { change({ from: from(Date.now()), to: undefined }); }}>{t(`differences.${name}`)}</button>
        ))}
      </div>
    </div>
  );
}
