import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Input from 'antd/es/input';
import { SMALL_BASE } from '#accountability';
import { api } from '#wire';
import { millisLookedFrom } from '../../api/moment.js';
import { queries } from '../../api/queries.js';
import { useLabels, type Labels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { dateIn } from '../../shared/moments.js';
import { Named } from '../../shared/Named.js';
import { Notice } from '../../shared/Notice.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { FiguresTable } from './FiguresTable.js';
import styles from './figures.module.css';

/** Up to the moment that is shown, from the first of the month before its own, so that the view is not empty on the first of a month. */
function usualPeriod(): { from: string; to: string } {
  const to = dateIn(millisLookedFrom() ?? Date.now());
  const firstOfMonth = new Date(`${to.slice(0, 8)}01T00:00:00.000Z`);
  firstOfMonth.setUTCMonth(firstOfMonth.getUTCMonth() - 1);
  return { from: firstOfMonth.toISOString().slice(0, 10), to };
}

function scoringWords(t: Labels, { bands, ruleVersion, ...weights }: api.Figures['scoring']): string {
  return t('figures.scoring', { ...weights, bands: bands.join(' / '), version: ruleVersion, least: SMALL_BASE });
}

/** The figures of units or cadres over a period; the address bar holds the view. */
export function FiguresScreen() {
  const { t } = useLabels();
  const { filter, set } = useAddressFilter<Partial<api.FiguresQuery>>(api.FiguresQuery);
  const query: api.FiguresQuery = { by: 'unit', ...usualPeriod(), ...filter };
  const figures = useQuery({ ...queries.figures(query), placeholderData: keepPreviousData });
  usePageTitle(t('figures.title'));
  return (
    <>
      <h1 className={styles.head}>{t('figures.title')}</h1>
      <search className={styles.filters}>
        <div className={styles.switch} role="group" aria-label={t('figures.by')}>
          {(['unit', 'cadre'] as const).map((by) => (
            <button key={by} type="button" aria-pressed={query.by === by} onClick={() => { set({ by }); }}>{t(`figures.by.${by}`)}</button>
          ))}
        </div>
        <Named name={t('filter.unit')}>
          <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={query.unit} onChange={(unit) => { set({ unit }); }} className={styles.unit ?? ''} />
        </Named>
        <Named name={t('filter.from')}>
          <Input type="date" aria-label={t('filter.from')} value={query.from} max={query.to} onChange={(event) => { set({ from: event.target.value }); }} />
        </Named>
        <Named name={t('filter.to')}>
          <Input type="date" aria-label={t('filter.to')} value={query.to} min={query.from} onChange={(event) => { set({ to: event.target.value }); }} />
        </Named>
      </search>
      <section className={`sheet ${styles.sheet}`} aria-label={t('figures.title')} aria-busy={figures.isFetching}>
        {figures.isPending && <Waiting lines={9} />}
        {figures.isError && !figures.data && <Failure error={figures.error} retry={() => { void figures.refetch(); }} />}
        {figures.data && (figures.data.rows.length > 0 ? <FiguresTable figures={figures.data} unit={query.unit} /> : <Notice title={t('figures.none')} />)}
      </section>
      <p className={`muted ${styles.note}`}>{t('figures.note')}{figures.data && ` ${scoringWords(t, figures.data.scoring)}`}</p>
    </>
  );
}
