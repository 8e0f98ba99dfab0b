import Button from 'antd/es/button';
import { lazy, Suspense } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { Fact, FactList } from '../../../shared/Fact.js';
import { Noted } from '../../../shared/reading/Noted.js';
import { useReading } from '../../../shared/reading/use-reading.js';
import { Telephone } from '../../../shared/Telephone.js';
import { useDrawer } from '../../../shared/use-drawer.js';
import issue from '../issue.module.css';
import { Openings } from './Openings.js';
import styles from './reporter.module.css';

const CommandDrawer = lazy(async () => ({ default: (await import('../CommandDrawer.js')).CommandDrawer }));
const ReadDrawer = lazy(async () => ({ default: (await import('../../../shared/reading/ReadDrawer.js')).ReadDrawer }));

function Shown({ reading, hide }: { reading: api.ReporterReading; hide: () => void }) {
  const { t } = useLabels();
  const { name, onBehalfOf, phone, address } = reading.reporter;
  return (
    <div role="status">
      <FactList>
        {name && <Fact name={t('field.reporter')}>{name}</Fact>}
        {onBehalfOf && <Fact name={t('field.onBehalfOf')}>{onBehalfOf}</Fact>}
        {phone && <Fact name={t('field.phone')}><Telephone number={phone} /></Fact>}
        {address && <Fact name={t('field.address')}>{address}</Fact>}
      </FactList>
      <Noted reading={reading} />
      <Button size="small" onClick={hide}>{t('reading.hide')}</Button>
    </div>
  );
}

type Opened = { readonly as: 'reading' } | { readonly as: 'command'; readonly verb: api.IssueVerb; readonly given: Readonly<Record<string, string>> };

/** What was read of a sealed identity is shown no longer than its opening lasts. */
function isOver({ until }: api.ReporterReading, now: number): boolean {
  return until !== null && Date.parse(until) <= now;
}

/** Who brought the matter is withheld until somebody says what it is read for; a sealed identity until a second person agrees. */
export function ReporterSection({ page, now }: { page: api.IssuePage; now: number }) {
  const { t } = useLabels();
  const drawer = useDrawer<Opened>();
  const { read, hide, ...last } = useReading<api.ReporterReading>(`/issues/${encodeURIComponent(page.row.issueId)}/reporter-readings`, drawer.close);
  const reading = last.reading && !isOver(last.reading, now) ? last.reading : null;
  const { reporter, openings, verbs } = page;
  const command = (verb: api.IssueVerb, given = {}) => { drawer.show({ as: 'command', verb, given }); };
  const { content } = drawer;
  return (
    <section className={`sheet ${issue.block}`} aria-labelledby="reporter">
      <h2 id="reporter">{t('field.reporter')}</h2>
      {!reporter && <p className="muted">{t('issue.noReporter')}</p>}
      {reporter && !reading && <p>{t(reporter.sealed ? 'reporter.sealed' : 'reporter.withheld')}</p>}
      {reading && <Shown reading={reading} hide={hide} />}
      <p className={styles.buttons}>
        {reporter?.mayRead && !reading && <Button onClick={() => { drawer.show({ as: 'reading' }); }}>{t('reporter.read')}</Button>}
        {verbs.includes('ask-to-open') && <Button onClick={() => { command('ask-to-open'); }}>{t('verb.ask-to-open')}</Button>}
      </p>
      {openings.length > 0 && <Openings openings={openings} decide={(verb, opening) => { command(verb, { opening }); }} />}
      {content && (
        <Suspense fallback={null}>
          {content.as === 'reading' && (
            <ReadDrawer
              key={drawer.opening} title={t('reporter.read')} about={<><span className="num">{page.row.number}</span> {page.row.title}</>}
              read={read} open={drawer.open} close={drawer.close}
            />
          )}
          {content.as === 'command' && <CommandDrawer key={drawer.opening} verb={content.verb} given={content.given} page={page} open={drawer.open} close={drawer.close} />}
        </Suspense>
      )}
    </section>
  );
}
