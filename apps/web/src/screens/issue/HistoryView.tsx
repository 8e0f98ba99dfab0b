import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { api } from '#wire';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { Waiting } from '../../shared/Waiting.js';
import { HistoryStep } from './HistoryStep.js';
import styles from './history.module.css';

type View = 'words' | 'json';

/** The events of one command are one step: they happened together. */
function inSteps(entries: readonly api.HistoryEntry[]): readonly api.HistoryEntry[][] {
  const steps: api.HistoryEntry[][] = [];
  for (const entry of entries) {
    const last = steps.at(-1);
    if (last?.[0]?.commandId === entry.commandId) last.push(entry);
    else steps.push([entry]);
  }
  return steps;
}

function Switch({ view, choose }: { view: View; choose: (view: View) => void }) {
  const { t } = useLabels();
  return (
    <div className={styles.switch} role="group" aria-label={t('history.view')}>
      {(['words', 'json'] as const).map((name) => (
        <button key={name} type="button" aria-pressed={view === name} onClick={() => { choose(name); }}>{t(`history.${name}`)}</button>
      ))}
    </div>
  );
}

/** The history, step by step in plain words, or as it lies on record. */
export function HistoryView({ issueId, number }: { issueId: string; number: string }) {
  const { t } = useLabels();
  const [view, setView] = useState<View>('words');
  const history = useQuery(queries.history(issueId));
  return (
    <section className={`sheet ${styles.block}`} aria-labelledby="history">
      <div className={styles.head}>
        <h2 id="history">{t('history.title')}</h2>
        {history.data && <span className="muted">{t('history.events', { n: history.data.entries.length })}</span>}
        <Switch view={view} choose={setView} />
      </div>
      {history.isPending && <Waiting />}
      {history.isError && !history.data && <Failure error={history.error} retry={() => { void history.refetch(); }} />}
      {history.data && view === 'words' && (
        <ol className={styles.steps}>
          {inSteps(history.data.entries).map((entries) => <HistoryStep key={entries[0]?.eventId} entries={entries} />)}
        </ol>
      )}
      {history.data && view === 'json' && (
        <pre className={styles.json} tabIndex={0} aria-label={t('history.jsonOf', { number })}>{JSON.stringify(history.data.entries, null, 2)}</pre>
      )}
    </section>
  );
}
