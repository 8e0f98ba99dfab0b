import { api } from '#wire';
import type { LedgerFilter } from '../../api/queries.js';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import { useTerm } from '../../shared/use-term.js';
import type { SetFilter } from './LedgerFilters.js';
import styles from './ledger.module.css';

const CLASSES = api.ScopeName.options.flatMap((scope) => api.HorizonName.options.map((horizon) => ({ scope, horizon })));

/** The classes of the ledger, the list of what lacks a measure, a responsible person or a date, and that of what is for whoever looks. */
export function ClassTabs({ filter, set }: { filter: LedgerFilter; set: SetFilter }) {
  const { t } = useLabels();
  const term = useTerm();
  const { role } = useMe().activePost;
  const mine = filter.mine === 'true';
  const without = filter.withoutMeasure === 'true';
  const every = !filter.scope && !filter.horizon && !without && !mine;
  const tab = (key: string, words: string, chosen: boolean, choose: () => void) => (
    <button key={key} type="button" className={styles.tab} aria-pressed={chosen} onClick={choose}>{words}</button>
  );
  return (
    <div className={styles.tabs} role="group" aria-label={t('ledger.classes')}>
      {tab('every', t('ledger.everyClass'), every, () => { set({ scope: undefined, horizon: undefined, withoutMeasure: undefined, mine: undefined }); })}
      {CLASSES.map(({ scope, horizon }) => tab(
        `${scope} ${horizon}`,
        `${term('scope', scope)}${t('mark.middot')}${term('horizon', horizon)}`,
        !without && filter.scope === scope && filter.horizon === horizon,
        () => { set({ scope, horizon, withoutMeasure: undefined }); },
      ))}
      {role in api.TOLD_TO && tab('mine', t('nav.mine'), mine, () => { set({ mine: mine ? undefined : 'true' }); })}
      {tab('without', t('ledger.withoutMeasure'), without, () => { set({ withoutMeasure: without ? undefined : 'true', scope: undefined, horizon: undefined }); })}
    </div>
  );
}
