import Button from 'antd/es/button';
import { lazy, Suspense } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { fullDay } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import shared from '../../shared/shared.module.css';
import table from '../../shared/table.module.css';
import { useDrawer } from '../../shared/use-drawer.js';
import type { SetRosterFilter } from './RosterFilters.js';
import styles from './roster.module.css';

const HouseholdDrawer = lazy(async () => ({ default: (await import('./household/HouseholdDrawer.js')).HouseholdDrawer }));

/** A name that narrows the list to itself. */
function Narrow({ name, narrow }: { name: string; narrow: () => void }) {
  const { t } = useLabels();
  return <button type="button" className={styles.narrow} aria-label={t('roster.only', { name })} onClick={narrow}>{name}</button>;
}

interface RowProps {
  readonly row: api.RosterRow;
  readonly set: SetRosterFilter;
  readonly read: () => void;
}

function RosterRow({ row, set, read }: RowProps) {
  const { t } = useLabels();
  const term = useTerm();
  const { link, kind, target, targetName, cadre, cadreName, unitName, from, to, mayRead } = row;
  return (
    <tr data-link={link}>
      <td className={table.titleCell}>
        <Narrow name={targetName ?? target} narrow={() => { set({ target }); }} />
        <span className={table.sub}><span className={shared.tag}>{term('roster', kind)}</span>{targetName !== null && <span className="num">{target}</span>}</span>
        {mayRead && <Button size="small" className={styles.read ?? ''} aria-label={t('household.readOf', { name: targetName ?? target })} onClick={read}>{t('household.read')}</Button>}
      </td>
      <td data-label={t('filter.unit')}><span className={table.strong}>{unitName}</span></td>
      <td data-label={t('roster.cadre')}>
        <Narrow name={cadreName} narrow={() => { set({ cadre }); }} />
        <span className={table.sub}><span className="num">{cadre}</span></span>
      </td>
      <td data-label={t('roster.span')}>
        <span className="nowrap">{to === null ? t('roster.since', { from: fullDay(from) }) : t('roster.fromTo', { from: fullDay(from), to: fullDay(to) })}</span>
      </td>
    </tr>
  );
}

/** Who answers for whom; behind a door, who lives there, as far as this post may read it. */
export function RosterTable({ rows, set }: { rows: readonly api.RosterRow[]; set: SetRosterFilter }) {
  const { t } = useLabels();
  const { content: household, open, opening, show, close } = useDrawer<api.RosterRow>();
  return (
    <>
      <table className={`${table.table} ${table.wide}`}>
        <caption className="unseen">{t('roster.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('roster.target')}</th>
            <th scope="col">{t('filter.unit')}</th>
            <th scope="col">{t('roster.cadre')}</th>
            <th scope="col">{t('roster.span')}</th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <RosterRow key={row.link} row={row} set={set} read={() => { show(row); }} />)}</tbody>
      </table>
      {household && <Suspense fallback={null}><HouseholdDrawer key={opening} row={household} open={open} close={close} /></Suspense>}
    </>
  );
}
