import { useQuery } from '@tanstack/react-query';
import { api } from '#wire';
import { queries, type BoardFilter } from '../../api/queries.js';
import { useMe } from '../../app/me.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Mark } from '../../shared/Mark.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './board.module.css';

type Set = (change: Partial<Record<keyof BoardFilter, string | undefined>>) => void;

interface StepsProps {
  title: string;
  items: readonly { code: string; name: string; count: number }[];
  chosen: string | undefined;
  choose: (code: string | undefined) => void;
}

/** A row of counts that are filters as well; the bar under each shows its share. */
function Steps({ title, items, chosen, choose }: StepsProps) {
  const most = Math.max(1, ...items.map(({ count }) => count));
  return (
    <div className={styles.steps} role="group" aria-label={title}>
      <span className={styles.stepsTitle} aria-hidden="true">{title}</span>
      {items.map(({ code, name, count }) => (
        <button key={code} type="button" className={styles.step} aria-pressed={chosen === code} onClick={() => { choose(chosen === code ? undefined : code); }}>
          <span className={styles.stepName}>{name}</span>
          <span className={`num ${styles.stepCount}`}>{count}</span>
          <span className={styles.share} style={{ inlineSize: `${(count / most) * 100}%` }} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

/** The first glance: how much is late, for whoever looks, under supervision, open, and where it stands. */
export function Summary({ counts, filter, set }: { counts: api.BoardCounts; filter: BoardFilter; set: Set }) {
  const { t } = useLabels();
  const term = useTerm();
  const late = filter.overdue === 'true';
  const mine = filter.mine === 'true';
  const isForSomebody = useMe().activePost.role in api.TOLD_TO;
  const forMe = useQuery({ ...queries.mine(), enabled: isForSomebody });
  return (
    <section className={`sheet ${styles.summary}`} aria-label={t('board.counts')}>
      <button type="button" className={`${styles.big} ${styles.bigLate}`} aria-pressed={late} onClick={() => { set({ overdue: late ? undefined : 'true' }); }}>
        <span className={styles.bigName}><Mark shape="late" />{t('board.overdue')}</span>
        <span className={`num ${styles.bigCount}`} data-count="overdue">{counts.overdue}</span>
      </button>
      {isForSomebody && (
        <button type="button" className={`${styles.big} ${styles.bigMine}`} aria-pressed={mine} onClick={() => { set({ mine: mine ? undefined : 'true' }); }}>
          <span className={styles.bigName}><Mark shape="told" />{t('nav.mine')}</span>
          <span className={`num ${styles.bigCount}`} data-count="mine">{forMe.data ?? ''}</span>
        </button>
      )}
      <div className={styles.big}>
        <span className={styles.bigName}>{t('board.supervised')}</span>
        <span className={`num ${styles.bigCount}`} data-count="supervised">{counts.supervised}</span>
      </div>
      <div className={styles.big}>
        <span className={styles.bigName}>{t('board.open')}</span>
        <span className={`num ${styles.bigCount}`} data-count="open">{counts.open}</span>
      </div>
      <Steps
        title={t('board.byStage')}
        items={api.StageName.options.filter((stage) => stage !== 'ended').map((stage) => ({ code: stage, name: term('stage', stage), count: counts.byStage[stage] ?? 0 }))}
        chosen={filter.stage}
        choose={(stage) => { set({ stage }); }}
      />
      <Steps
        title={t('board.byLevel')}
        items={api.Level.options.map((level) => ({ code: level, name: term('level', level), count: counts.byLevel[level] ?? 0 }))}
        chosen={filter.level}
        choose={(level) => { set({ level }); }}
      />
    </section>
  );
}
