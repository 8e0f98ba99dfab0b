import { api } from '#wire';
import { useLabels } from '../../../i18n/use-labels.js';
import { useTerm } from '../../../shared/use-term.js';
import styles from './replay.module.css';
import { useLine } from '../../../shared/use-pieces.js';

function Part({ name, lines, gone, changed }: { name: string; lines: readonly string[]; gone: readonly string[]; changed: ReadonlySet<string> }) {
  const { t } = useLabels();
  const isChanged = gone.length > 0 || changed.size > 0;
  return (
    <div className={`${styles.part} ${isChanged ? styles.changed : ''}`}>
      <dt>{name}{isChanged && <span className="unseen">{t('replay.changed')}</span>}</dt>
      <dd>
        {gone.map((line, index) => <del key={index}><span className="unseen">{t('replay.before')}</span>{line}</del>)}
        {lines.map((line, index) => (changed.has(line) ? <ins key={index}>{line}</ins> : <span key={index}>{line}</span>))}
        {lines.length === 0 && <span className="muted">{t('replay.nothing')}</span>}
      </dd>
    </div>
  );
}

/** How the issue stood after a step; what that step changed stands out, with what it was before. */
export function StateTable({ step, before }: { step: api.ReplayStep; before: api.ReplayStep | undefined }) {
  const { t } = useLabels();
  const term = useTerm();
  const line = useLine();
  const linesOf = (state: api.ReplayState | undefined, key: api.ReplayKey) => (state ? api.replayLines(state, key).map(line) : []);
  return (
    <dl className={styles.state} aria-label={t('replay.state', { step: step.step })}>
      {api.REPLAY_KEYS.map((key) => {
        const lines = linesOf(step.state, key);
        const earlier = step.changed.includes(key) ? linesOf(before?.state, key) : lines;
        const gone = earlier.filter((each) => !lines.includes(each));
        if (lines.length === 0 && gone.length === 0) return null;
        return <Part key={key} name={term('replay', key)} lines={lines} gone={gone} changed={new Set(lines.filter((each) => !earlier.includes(each)))} />;
      })}
    </dl>
  );
}
