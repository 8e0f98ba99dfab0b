import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { fullDay } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import shared from '../../shared/shared.module.css';
import table from '../../shared/table.module.css';
import type { SetRosterFilter } from './RosterFilters.js';
import styles from './roster.module.css';

/** A name that narrows the list to itself. */
function Narrow({ name, narrow }: { name: string; narrow: () => void }) {
  const { t } = useLabels();
  return <button type="button" className={styles.narrow} aria-label={t('roster.only', { name })} onClick={narrow}>{name}</button>;
}

function RosterRow({ row, set }: { row: api.RosterShape; set: SetRosterFilter }) {
  const { t } = useLabels();
  const term = useTerm();
  const { link, kind, target, targetName, cadre, cadreName, unitName, from, to } = row;
  return (
    <tr data-link={link}>
      <td className={table.titleCell}>
        <Narrow name={targetName ?? target} narrow={() => { set({ target }); }} />
        <span className={table.sub}><span className={shared.tag}>{term('roster', kind)}</span>{targetName !== null && <span className="num">{target}</span>}</span>
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

export function RosterTable({ rows, set }: { rows: readonly api.RosterShape[]; set: SetRosterFilter }) {
  const { t } = useLabels();
  return (
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
      <tbody>{rows.map((row) => <RosterRow key={row.link} row={row} set={set} />)}</tbody>
    </table>
  );
}
