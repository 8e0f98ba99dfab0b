import { api } from '#wire';
import type { LedgerFilter } from '../../api/queries.js';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import { useTerm } from '../../shared/use-term.js';
import type { SetFilter } from './LedgerFilters.js';
import styles from './ledger.module.css';

const CLASSES = api.ScopeName.options.flatMap((scope) => api.HorizonName.options.map((horizon) => ({ scope, horizon })));

/** Lists across the classes: what lacks a measure, a responsible person or a date, and for whoever may decide it, whose sealed identity somebody asks to read. */
const ACROSS = [['withoutMeasure', null], ['openingAsked', 'approve-opening']] as const;
const NO_CLASS = { scope: undefined, horizon: undefined, withoutMeasure: undefined, openingAsked: undefined };

/** The classes of the ledger, and the lists across them. */
export function ClassTabs({ filter, set }: { filter: LedgerFilter; set: SetFilter }) {
  const { t } = useLabels();
  const term = useTerm();
  const { commands, activePost: { role } } = useMe();
  const mine = filter.mine === 'true';
  const across = ACROSS.some(([name]) => filter[name] === 'true');
  const every = !filter.scope && !filter.horizon && !across && !mine;
  const tab = (key: string, words: string, chosen: boolean, choose: () => void) => (
    <button key={key} type="button" className={styles.tab} aria-pressed={chosen} onClick={choose}>{words}</button>
  );
  return (
    <div className={styles.tabs} role="group" aria-label={t('ledger.classes')}>
      {tab('every', t('ledger.everyClass'), every, () => { set({ ...NO_CLASS, mine: undefined }); })}
      {CLASSES.map(({ scope, horizon }) => tab(
        `${scope} ${horizon}`,
        `${term('scope', scope)}${t('mark.middot')}${term('horizon', horizon)}`,
        !across && filter.scope === scope && filter.horizon === horizon,
        () => { set({ ...NO_CLASS, scope, horizon }); },
      ))}
      {ACROSS.map(([name, decides]) => (decides === null || commands.includes(decides)) && tab(
        name, t(`ledger.${name}`), filter[name] === 'true', () => { set({ ...NO_CLASS, [name]: filter[name] === 'true' ? undefined : 'true' }); },
      ))}
      {role in api.TOLD_TO && tab('mine', t('nav.mine'), mine, () => { set({ mine: mine ? undefined : 'true' }); })}
    </div>
  );
}
