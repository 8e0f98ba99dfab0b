import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Named } from '../../shared/Named.js';
import { TopicSelect } from '../../shared/TopicSelect.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { YesNoSelect } from '../../shared/YesNoSelect.js';
import type { TermKind } from '../../shared/use-term.js';
import type { FilterProps } from './LedgerFilters.js';
import styles from './ledger.module.css';

const CODES = [
  ['stage', 'stage', api.StageName.options],
  ['status', 'status', api.StatusName.options],
  ['level', 'level', api.Level.options],
  ['scope', 'scope', api.ScopeName.options],
  ['horizon', 'horizon', api.HorizonName.options],
  ['grade', 'grade', api.GradeName.options],
  ['answer', 'answer', ['resolution', 'explanation']],
  ['told', 'told', api.ToldName.options],
] as const satisfies readonly (readonly [string, TermKind, readonly string[]])[];

const ANSWERS = ['overdue', 'supervised', 'withoutMeasure', 'openingAsked', 'inTime', 'satisfied', 'repeated', 'returned', 'escalated', 'urged'] as const;

/** The filters asked for less often. */
export function MoreFilters({ filter, set }: FilterProps) {
  const { t } = useLabels();
  return (
    <div className={styles.grid}>
      {CODES.map(([key, kind, codes]) => (
        <Named key={key} name={t(`filter.${key}`)}>
          <CodeSelect kind={kind} codes={codes} label={t(`filter.${key}`)} placeholder={t('filter.any')} value={filter[key]} onChange={(code) => { set({ [key]: code }); }} />
        </Named>
      ))}
      <Named name={t('filter.topic')}>
        <TopicSelect label={t('filter.topic')} placeholder={t('filter.any')} value={filter.topic} onChange={(topic) => { set({ topic }); }} />
      </Named>
      <Named name={t('filter.holder')}>
        <UnitSelect label={t('filter.holder')} placeholder={t('filter.any')} value={filter.holder} onChange={(holder) => { set({ holder }); }} />
      </Named>
      <Named name={t('filter.responsible')}>
        <CadreSelect label={t('filter.responsible')} placeholder={t('filter.any')} value={filter.responsible} onChange={(responsible) => { set({ responsible }); }} />
      </Named>
      {ANSWERS.map((key) => (
        <Named key={key} name={t(`filter.${key}`)}>
          <YesNoSelect label={t(`filter.${key}`)} value={filter[key]} onChange={(value) => { set({ [key]: value }); }} />
        </Named>
      ))}
    </div>
  );
}
