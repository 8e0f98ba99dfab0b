import type { IssueEvent } from '#domain';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import { exactMoment } from '../../shared/moments.js';
import { useEventWords } from '../../shared/use-event-words.js';
import { useActorName, useCommandName } from './use-names.js';
import styles from './history.module.css';

/** Events after which the matter stands worse: shown with a sign and in vermilion. */
const BAD_TURNS: ReadonlySet<string> = new Set<IssueEvent['type']>(['DeadlineStepPassed', 'IssueTakenOver', 'SupervisionOrdered', 'AssignmentReturned', 'ReportRepeated', 'IssueReopened']);
const GOOD_TURNS: ReadonlySet<string> = new Set<IssueEvent['type']>(['IssueResolved', 'IssueExplained', 'IssueClosed']);

function toneOf(entries: readonly api.HistoryEntry[]): string {
  if (entries.some(({ type }) => BAD_TURNS.has(type))) return styles.bad ?? '';
  return entries.some(({ type }) => GOOD_TURNS.has(type)) ? styles.good ?? '' : '';
}

function Entry({ entry }: { entry: api.HistoryEntry }) {
  const { t } = useLabels();
  const words = useEventWords();
  return (
    <li data-event={entry.type}>
      <p className={styles.words}>
        {BAD_TURNS.has(entry.type) && <span className={styles.sign}><Mark shape={entry.type === 'IssueTakenOver' ? 'up' : 'late'} /></span>}
        {words(entry.words)}
      </p>
      <details className={styles.record}>
        <summary>{t('history.record', { revision: entry.revision })}</summary>
        <pre tabIndex={0} aria-label={t('history.jsonOfEvent', { revision: entry.revision })}>{JSON.stringify(entry, null, 2)}</pre>
      </details>
    </li>
  );
}

/** What one command brought about: when, who, by which command, under which rules. */
export function HistoryStep({ entries }: { entries: readonly api.HistoryEntry[] }) {
  const { t } = useLabels();
  const actor = useActorName();
  const command = useCommandName();
  const first = entries[0];
  if (!first) return null;
  return (
    <li className={`${styles.step} ${toneOf(entries)}`}>
      <p className={styles.meta}>
        <time dateTime={first.at}>{exactMoment(first.at)}</time>
        <span className={styles.who}>{actor(first)}</span>
        <span>{command(first.commandType)}</span>
        <span className="muted">{t('history.rule', { version: first.ruleVersion })}</span>
      </p>
      <ul className={styles.entries}>{entries.map((entry) => <Entry key={entry.eventId} entry={entry} />)}</ul>
    </li>
  );
}
