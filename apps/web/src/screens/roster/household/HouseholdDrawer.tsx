import type { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { Fact, FactList } from '../../../shared/Fact.js';
import { Noted } from '../../../shared/reading/Noted.js';
import { ReadDrawer } from '../../../shared/reading/ReadDrawer.js';
import { useReading } from '../../../shared/reading/use-reading.js';
import { Telephone } from '../../../shared/Telephone.js';
import { useUnitName } from '../../../shared/use-names.js';
import { useTerm } from '../../../shared/use-term.js';
import styles from './household.module.css';

function Residents({ residents }: Pick<api.HouseholdReading, 'residents'>) {
  const { t } = useLabels();
  if (residents.length === 0) return <p className="muted">{t('household.noResidents')}</p>;
  return (
    <ul className={styles.residents} aria-label={t('household.residents')}>
      {residents.map(({ resident, name, phone }) => (
        <li key={resident}>
          <span className={styles.name}>{name}</span>
          <span className={`num ${styles.code}`}>{resident}</span>
          {phone ? <Telephone number={phone} /> : <span className="muted">{t('household.noPhone')}</span>}
        </li>
      ))}
    </ul>
  );
}

function Household({ reading }: { reading: api.HouseholdReading }) {
  const { t } = useLabels();
  const term = useTerm();
  const unit = useUnitName();
  const { address, careGroups, residents } = reading;
  return (
    <>
      <FactList>
        <Fact name={t('field.address')}>{address}</Fact>
        <Fact name={t('filter.unit')}>{unit(reading.unit)}</Fact>
        <Fact name={t('household.care')}>
          {careGroups.length > 0 ? careGroups.map((group) => term('care-group', group)).join(t('mark.list')) : <span className="muted">{t('household.noCare')}</span>}
        </Fact>
      </FactList>
      <h3 className={styles.head}>{t('household.residents')}</h3>
      <Residents residents={residents} />
      <Noted reading={reading} />
    </>
  );
}

interface Props {
  row: api.RosterRow;
  open: boolean;
  close: () => void;
}

/** Who lives behind a door of the roster and which care is given there: shown for a purpose, until the drawer is closed. */
export function HouseholdDrawer({ row: { target, targetName }, open, close }: Props) {
  const { t } = useLabels();
  const { reading, read, hide } = useReading<api.HouseholdReading>(`/households/${encodeURIComponent(target)}/readings`);
  return (
    <ReadDrawer title={t('household.read')} about={<>{targetName} <span className="num">{target}</span></>} read={read} open={open} close={close} onClosed={hide}>
      {reading && <Household reading={reading} />}
    </ReadDrawer>
  );
}
