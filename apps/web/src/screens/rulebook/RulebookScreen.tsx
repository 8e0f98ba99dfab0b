import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { z } from 'zod';
import type { api } from '#wire';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { CalendarNotice } from './CalendarNotice.js';
import { Differences } from './Differences.js';
import { RuleTable } from './RuleTable.js';
import styles from './rulebook.module.css';
import { VersionHead } from './VersionHead.js';
import { VersionList } from './VersionList.js';

const View = z.object({ version: z.string().max(64), older: z.string().max(64) });
type View = Partial<z.infer<typeof View>>;

/** What a version is compared with unless somebody asks otherwise: what it replaces, or would replace. */
function before(versions: readonly api.RulebookVersionRow[], chosen: api.RulebookVersionRow): string | undefined {
  const replaced = versions.find(({ until, version }) => version !== chosen.version && until !== null && until === chosen.from);
  const inForce = versions.find(({ standing, version }) => standing === 'in-force' && version !== chosen.version);
  return (replaced ?? (chosen.standing === 'superseded' ? undefined : inForce) ?? versions.find(({ version }) => version !== chosen.version))?.version;
}

function Chosen({ version, mayTry }: { version: string; mayTry: boolean }) {
  const page = useQuery(queries.rulebookVersion(version));
  const { t } = useLabels();
  if (page.isPending) return <Waiting lines={9} />;
  if (!page.data) return <Failure error={page.error} retry={() => { void page.refetch(); }} />;
  return (
    <section className={`sheet ${styles.sheet}`} aria-label={t('rules.of', { version })}>
      <VersionHead row={page.data.row} mayTry={mayTry} />
      {mayTry && <p className={styles.tryIt}><Link to={`/rulebook/what-if?version=${encodeURIComponent(version)}`}>{t('whatIf.link')}</Link></p>}
      <RuleTable page={page.data} />
    </section>
  );
}

function Versions({ found }: { found: api.RulebookVersions }) {
  const { filter, set } = useAddressFilter<View>(View);
  const { versions } = found;
  const row = versions.find(({ version }) => version === filter.version) ?? versions.find(({ standing }) => standing === 'in-force') ?? versions[0];
  if (!row) return null;
  const others = versions.map(({ version }) => version).filter((version) => version !== row.version);
  const older = filter.older !== undefined && others.includes(filter.older) ? filter.older : before(versions, row);
  return (
    <div className={styles.columns}>
      <VersionList versions={versions} chosen={row.version} choose={(version) => { set({ version, older: undefined }); }} />
      <div className={styles.main}>
        {older !== undefined && <Differences newer={row.version} older={older} others={others} choose={(chosen) => { set({ older: chosen }); }} />}
        <Chosen version={row.version} mayTry={found.mayTry} />
      </div>
    </div>
  );
}

/** The rules: which hold, which held, what is proposed, and where each figure comes from. */
export function RulebookScreen() {
  const { t } = useLabels();
  const found = useQuery(queries.rulebookVersions());
  usePageTitle(t('rules.title'));
  return (
    <>
      <div className={styles.head}>
        <h1>{t('rules.title')}</h1>
        {found.data?.mayPropose && <Link to="/rulebook/propose" className={styles.propose}>{t('rules.propose')}</Link>}
      </div>
      {found.isPending && <Waiting lines={9} />}
      {found.isError && !found.data && <Failure error={found.error} retry={() => { void found.refetch(); }} />}
      {found.data && <><CalendarNotice coverage={found.data.calendar} /><Versions found={found.data} /></>}
    </>
  );
}
