import type { IssueEvent } from '#domain';
import { Link } from 'react-router';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import { exactMoment } from '../../shared/moments.js';
import { useEventWords } from '../../shared/use-event-words.js';
import { useActorName, useCommandName } from '../../shared/use-names.js';
import styles from './history.module.css';
import { asStored, type View } from './replay/view.js';

/** Events after which the matter stands worse: shown with a sign and in vermilion. */
const BAD_TURNS: ReadonlySet<string> = new Set<IssueEvent['type']>(['DeadlineStepPassed', 'IssueTakenOver', 'SupervisionOrdered', 'AssignmentReturned', 'ReportRepeated', 'IssueReopened']);
const GOOD_TURNS: ReadonlySet<string> = new Set<IssueEvent['type']>(['IssueResolved', 'IssueExplained', 'IssueClosed']);

function toneOf(steps: readonly api.ReplayStep[]): string {
  if (steps.some(({ type }) => BAD_TURNS.has(type))) return styles.bad ?? '';
  return steps.some(({ type }) => GOOD_TURNS.has(type)) ? styles.good ?? '' : '';
}

function Entry({ step, current, view }: { step: api.ReplayStep; current: boolean; view: View }) {
  const { t } = useLabels();
  const words = useEventWords();
  return (
    <li data-event={step.type} className={current ? styles.current ?? '' : ''} aria-current={current ? 'step' : undefined}>
      <p className={`${styles.words} ${view === 'full' ? styles.beside : ''}`}>
        {BAD_TURNS.has(step.type) && <span className={styles.sign}><Mark shape={step.type === 'IssueTakenOver' ? 'up' : 'late'} /></span>}
        <span>
          {words(step.words)}{' '}
          <Link to={`?step=${step.step}${view === 'full' ? '' : `&view=${view}`}`} preventScrollReset className={styles.toStep}>{t('replay.step', { step: step.step })}</Link>
        </span>
      </p>
      {view === 'full' && (
        <details className={styles.record}>
          <summary>{t('history.record', { revision: step.revision })}</summary>
          <pre tabIndex={0} aria-label={t('history.jsonOfEvent', { revision: step.revision })}>{JSON.stringify(asStored(step), null, 2)}</pre>
        </details>
      )}
    </li>
  );
}

/** What one command brought about: when, who, by which command, under which rules; or the sentences alone. */
export function HistoryStep({ steps, current, view }: { steps: readonly api.ReplayStep[]; current: number | null; view: View }) {
  const { t } = useLabels();
  const actor = useActorName();
  const command = useCommandName();
  const first = steps[0];
  if (!first) return null;
  return (
    <li className={`${styles.step} ${toneOf(steps)}`}>
      {view === 'full' && (
        <p className={styles.meta}>
          <time dateTime={first.at}>{exactMoment(first.at)}</time>
          <span className={styles.who}>{actor(first)}</span>
          <span>{command(first.commandType)}</span>
          <span className="muted">{t('history.rule', { version: first.ruleVersion })}</span>
          <Link to={`?asOf=${encodeURIComponent(first.recordedAt)}`} className={styles.toStep}>{t('history.asOf')}</Link>
        </p>
      )}
      <ul className={styles.entries}>{steps.map((step) => <Entry key={step.eventId} step={step} current={step.step === current} view={view} />)}</ul>
    </li>
  );
}
