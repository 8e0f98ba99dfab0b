import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import type { api } from '#wire';
import { queries, type WhatIfAsked } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { dateIn, exactMoment } from '../../shared/moments.js';
import { Named } from '../../shared/Named.js';
import { Notice } from '../../shared/Notice.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { useTerm } from '../../shared/use-term.js';
import { Waiting } from '../../shared/Waiting.js';
import { DifferingIssues } from './DifferingIssues.js';
import { Totals } from './Totals.js';
import styles from './what-if.module.css';

const Asked = z.object({ version: z.string().max(64), from: z.iso.date(), to: z.iso.date(), unit: z.string().max(64) });
const QUARTER_MS = 90 * 86_400_000;

interface AskProps { asked: WhatIfAsked; versions: readonly api.RulebookVersionRow[]; set: (change: Partial<Record<keyof WhatIfAsked, string | undefined>>) => void; ask: () => void }

/** Which rules, on which issues. It is asked by a button: it is work, and noted. */
function AskForm({ asked, versions, set, ask }: AskProps) {
  const { t } = useLabels();
  const term = useTerm();
  const options = versions.map(({ version, standing }) => ({ value: version, label: `${version}${t('mark.middot')}${term('rule-standing', standing)}` }));
  return (
    <search className={styles.filters}>
      <Named name={t('whatIf.version')}>
        <Select aria-label={t('whatIf.version')} value={asked.version} onChange={(version) => { set({ version }); }} options={options} popupMatchSelectWidth={false} className={styles.version ?? ''} />
      </Named>
      <Named name={t('filter.unit')}>
        <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={asked.unit} onChange={(unit) => { set({ unit }); }} className={styles.unit ?? ''} />
      </Named>
      <Named name={t('filter.from')}>
        <Input type="date" aria-label={t('filter.from')} value={asked.from} max={asked.to} onChange={(event) => { set({ from: event.target.value }); }} />
      </Named>
      <Named name={t('filter.to')}>
        <Input type="date" aria-label={t('filter.to')} value={asked.to} min={asked.from} onChange={(event) => { set({ to: event.target.value }); }} />
      </Named>
      <Button type="primary" onClick={ask}>{t('whatIf.ask')}</Button>
    </search>
  );
}

/** A question as it was asked then; asked again it is another one, for the record has gone on. */
interface Sent { readonly asked: WhatIfAsked; readonly time: number }

function Result({ asked, time }: Sent) {
  const { t } = useLabels();
  const found = useInfiniteQuery(queries.whatIf(asked, time));
  const [first] = found.data?.pages ?? [];
  if (found.isPending) return <Waiting lines={9} />;
  if (!first?.totals) return <Failure error={found.error} retry={() => { void found.refetch(); }} />;
  const { totals, at, position } = first;
  const issues = totals.kept.issues + totals.departed.issues;
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const sum = issues === 0 ? t('whatIf.none') : totals.differing === 0 ? t('whatIf.same', { issues }) : t('whatIf.differ', { issues, differing: totals.differing });
  return (
    <div className={styles.result} data-result={asked.version}>
      {totals.differing === 0 ? <Notice title={sum} /> : <p className={styles.sum} role="status">{sum}</p>}
      {totals.differing > 0 && <Totals totals={totals} />}
      {rows.length > 0 && (
        <section className={`sheet ${styles.sheet}`} aria-labelledby="differing">
          <h2 id="differing">{t('whatIf.issues')}</h2>
          <DifferingIssues rows={rows} />
          <LoadMore query={found} shown={rows.length} />
        </section>
      )}
      <p className="muted">{t('whatIf.asOf', { at: exactMoment(at), position })}</p>
    </div>
  );
}

/** What would have been: the issues of a period by other rules, beside what was. The address bar holds the question. */
export function WhatIfScreen() {
  const { t } = useLabels();
  const { filter, set } = useAddressFilter<Partial<WhatIfAsked>>(Asked);
  const found = useQuery(queries.rulebookVersions());
  const [sent, setSent] = useState<Sent>();
  usePageTitle(t('whatIf.title'));
  if (found.isPending) return <Waiting lines={9} />;
  if (!found.data) return <Failure error={found.error} retry={() => { void found.refetch(); }} />;
  if (!found.data.mayTry) return <Notice title={t('whatIf.notYours')} tone="late" />;
  const versions = found.data.versions.toReversed();
  const asked: WhatIfAsked = { version: versions[0]?.version ?? '', from: dateIn(Date.now() - QUARTER_MS), to: dateIn(Date.now()), ...filter };
  return (
    <>
      <h1 className={styles.head}>{t('whatIf.title')}</h1>
      <p className={styles.hint}>{t('whatIf.hint')}</p>
      <AskForm asked={asked} versions={versions} set={set} ask={() => { setSent({ asked, time: Date.now() }); }} />
      {versions.some(({ version, standing }) => version === asked.version && standing === 'proposed') && (
        <p className={styles.hint}>{t('whatIf.proposed')} <Link to={`/rulebook?version=${encodeURIComponent(asked.version)}`}>{t('whatIf.toProposal')}</Link></p>
      )}
      {sent && <Result key={sent.time} {...sent} />}
    </>
  );
}
