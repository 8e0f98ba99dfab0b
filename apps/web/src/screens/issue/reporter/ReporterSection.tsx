import Button from 'antd/es/button';
import { lazy, Suspense } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { exactMoment } from '../../../shared/moments.js';
import { useDrawer } from '../../../shared/use-drawer.js';
import { useTerm } from '../../../shared/use-term.js';
import { Fact } from '../Fact.js';
import issue from '../issue.module.css';
import { Openings } from './Openings.js';
import styles from './reporter.module.css';
import { useReading } from './use-reading.js';

const CommandDrawer = lazy(async () => ({ default: (await import('../CommandDrawer.js')).CommandDrawer }));
const ReadDrawer = lazy(async () => ({ default: (await import('./ReadDrawer.js')).ReadDrawer }));

function Shown({ reading: { reporter, purpose, at, until }, hide }: { reading: api.ReporterReading; hide: () => void }) {
  const { t } = useLabels();
  const term = useTerm();
  const { name, onBehalfOf, phone, address } = reporter;
  return (
    <div role="status">
      <dl className={issue.facts}>
        {name && <Fact name={t('field.reporter')}>{name}</Fact>}
        {onBehalfOf && <Fact name={t('field.onBehalfOf')}>{onBehalfOf}</Fact>}
        {phone && <Fact name={t('field.phone')}><a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a></Fact>}
        {address && <Fact name={t('field.address')}>{address}</Fact>}
      </dl>
      <p className={`muted ${styles.noted}`}>{t('reporter.noted', { at: exactMoment(at), purpose: term('purpose', purpose) })}{until && t('reporter.noteUntil', { until: exactMoment(until) })}</p>
      <Button size="small" onClick={hide}>{t('reporter.hide')}</Button>
    </div>
  );
}

type Opened = { readonly as: 'reading' } | { readonly as: 'command'; readonly verb: api.IssueVerb; readonly given: Readonly<Record<string, string>> };

/** Who brought the matter is withheld until somebody says what it is read for; a sealed identity until a second person agrees. */
export function ReporterSection({ page, now }: { page: api.IssuePage; now: number }) {
  const { t } = useLabels();
  const drawer = useDrawer<Opened>();
  const { reading, read, hide } = useReading(page.row.issueId, now, drawer.close);
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
          {content.as === 'reading' && <ReadDrawer key={drawer.opening} page={page} read={read} open={drawer.open} close={drawer.close} />}
          {content.as === 'command' && <CommandDrawer key={drawer.opening} verb={content.verb} given={content.given} page={page} open={drawer.open} close={drawer.close} />}
        </Suspense>
      )}
    </section>
  );
}
