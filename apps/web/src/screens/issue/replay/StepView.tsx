import { Link } from 'react-router';
import { events, type api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { exactMoment } from '../../../shared/moments.js';
import { useEventWords } from '../../../shared/use-event-words.js';
import { useActorName, useCommandName } from '../../../shared/use-names.js';
import { useTerm } from '../../../shared/use-term.js';
import { useLimitWords } from '../use-limit-words.js';
import styles from './replay.module.css';
import { StateTable } from './StateTable.js';
import { asStored, type View } from './view.js';

function Rule({ step: { rule, ruleVersion } }: { step: api.ReplayStep }) {
  const { t } = useLabels();
  const term = useTerm();
  const limit = useLimitWords();
  if (!rule) return <>{t('history.rule', { version: ruleVersion })}</>;
  const value = rule.limit ? limit(rule.limit) : rule.count === null ? null : String(rule.count);
  return (
    <>
      {[term('figure', rule.figure), value].filter(Boolean).join(t('mark.sentence'))}
      <span className="muted"> {t('replay.bySource', { version: ruleVersion, source: rule.source })}</span>
    </>
  );
}

/** Who, by which command, under which rule, in which run of the workflow. */
function Why({ step }: { step: api.ReplayStep }) {
  const { t } = useLabels();
  const term = useTerm();
  const actor = useActorName();
  const command = useCommandName();
  const { by, byUnitName, commandType, recordedAt, at, workflow } = step;
  const post = [byUnitName, typeof by['role'] === 'string' ? term('role', by['role']) : null].filter(Boolean).join(t('mark.middot'));
  return (
    <dl className={styles.why}>
      <div><dt>{t('replay.who')}</dt><dd>{actor(step)}{post && <span className="muted"> {post}</span>}</dd></div>
      <div><dt>{t('replay.command')}</dt><dd>{command(commandType)}</dd></div>
      <div><dt>{t('replay.rule')}</dt><dd><Rule step={step} /></dd></div>
      {workflow && <div><dt>{t('replay.workflow')}</dt><dd className={styles.code}>{workflow.run}</dd></div>}
      {recordedAt.slice(0, 16) !== at.slice(0, 16) && <div><dt>{t('replay.recorded')}</dt><dd><time dateTime={recordedAt}>{exactMoment(recordedAt)}</time></dd></div>}
    </dl>
  );
}

/** The step that the player shows. Its sentence is read aloud as it comes; the table beside it is there to be looked into. */
export function StepView({ step, before, view }: { step: api.ReplayStep; before: api.ReplayStep | undefined; view: View }) {
  const { t } = useLabels();
  const term = useTerm();
  const words = useEventWords();
  return (
    <article className={styles.step} data-step={step.step}>
      <div aria-live="polite" aria-atomic="true">
        <p className={styles.when}>
          <span className="num">{t('replay.step', { step: step.step })}</span> <time dateTime={step.at}>{exactMoment(step.at)}</time>
        </p>
        <p className={styles.words}>{words(step.words)}</p>
        {view === 'full' && step.changed.length > 0 && (
          <p className="unseen">{t('replay.changes', { parts: step.changed.map((key) => term('replay', key)).join(t('mark.list')) })}</p>
        )}
      </div>
      {view === 'full' && <><Why step={step} /><StateTable step={step} before={before} /></>}
      {view === 'json' && <pre className={styles.json} tabIndex={0} aria-label={t('history.jsonOfEvent', { revision: step.revision })}>{JSON.stringify(asStored(step), events.withheldAs(t('history.withheld')), 2)}</pre>}
      <p className={styles.link}><Link to={`?step=${step.step}${view === 'full' ? '' : `&view=${view}`}`} preventScrollReset>{t('replay.link')}</Link></p>
    </article>
  );
}
