import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { events, type api } from '#wire';
import { queries } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Failure } from '../../shared/Failure.js';
import { Waiting } from '../../shared/Waiting.js';
import { HistoryStep } from './HistoryStep.js';
import styles from './history.module.css';
import { Replay } from './replay/Replay.js';
import { usePlayer } from './replay/use-player.js';
import { asStored, VIEWS, type View } from './replay/view.js';

/** The events of one command belong together: they happened at one stroke. */
function byCommand(steps: readonly api.ReplayStep[]): readonly api.ReplayStep[][] {
  const groups: api.ReplayStep[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.[0]?.commandId === step.commandId) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** The view is in the address, so that a link shows what its sender saw. */
function useView(): { view: View; choose: (view: View) => void } {
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((name) => name === search.get('view')) ?? 'full';
  const choose = (wanted: View) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (wanted === 'full') after.delete('view');
      else after.set('view', wanted);
      return after;
    }, { replace: true, preventScrollReset: true });
  };
  return { view, choose };
}

function Switch({ view, choose }: { view: View; choose: (view: View) => void }) {
  const { t } = useLabels();
  return (
    <div className={styles.switch} role="group" aria-label={t('history.view')}>
      {VIEWS.map((name) => (
        <button key={name} type="button" aria-pressed={view === name} onClick={() => { choose(name); }}>{t(`history.${name}`)}</button>
      ))}
    </div>
  );
}

function Told({ steps, number, view }: { steps: readonly api.ReplayStep[]; number: string; view: View }) {
  const { t } = useLabels();
  const player = usePlayer(steps.length);
  return (
    <>
      <Replay steps={steps} player={player} view={view} />
      {view === 'json'
        ? <pre className={styles.json} tabIndex={0} aria-label={t('history.jsonOf', { number })}>{JSON.stringify(steps.map(asStored), events.withheldAs(t('history.withheld')), 2)}</pre>
        : (
          <ol className={styles.steps}>
            {byCommand(steps).map((group) => <HistoryStep key={group[0]?.eventId} steps={group} current={player.step} view={view} />)}
          </ol>
        )}
    </>
  );
}

/** The history: step by step in plain words with how the issue stood, or as it lies on record. */
export function HistoryView({ issueId, number }: { issueId: string; number: string }) {
  const { t } = useLabels();
  const { view, choose } = useView();
  const replay = useQuery(queries.replay(issueId));
  return (
    <section className={`sheet ${styles.block}`} aria-labelledby="history">
      <div className={styles.head}>
        <h2 id="history">{t('history.title')}</h2>
        {replay.data && <span className="muted">{t('history.events', { n: replay.data.steps.length })}</span>}
        <Switch view={view} choose={choose} />
      </div>
      {replay.isPending && <Waiting />}
      {replay.isError && !replay.data && <Failure error={replay.error} retry={() => { void replay.refetch(); }} />}
      {replay.data && <Told steps={replay.data.steps} number={number} view={view} />}
    </section>
  );
}
