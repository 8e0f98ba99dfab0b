import Button from 'antd/es/button';
import { lazy, Suspense, useState } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import { useTerm } from '../../shared/use-term.js';
import styles from './rulebook.module.css';
import { useSpanWords } from './VersionList.js';

const DecideDrawer = lazy(async () => ({ default: (await import('./DecideDrawer.js')).DecideDrawer }));

/** Who stands behind a version, when it holds, and what may be done about it. */
export function VersionHead({ row, mayTry }: { row: api.RulebookVersionRow; mayTry: boolean }) {
  const { t } = useLabels();
  const term = useTerm();
  const span = useSpanWords();
  const [verb, setVerb] = useState<api.RulebookVerb | null>(null);
  const acts = row.oneStep ? [] : (['proposed', 'approved', 'withdrawn'] as const).flatMap((act) => (row[act] ? [{ act, ...row[act] }] : []));
  return (
    <header className={styles.versionHead}>
      <h2>{row.version} <span className={`${styles.standing} ${styles[row.standing] ?? ''}`}>{term('rule-standing', row.standing)}</span></h2>
      <p>{span(row)}</p>
      {row.oneStep && <p className={styles.oneStep}>{t('rules.oneStep')}</p>}
      {acts.map(({ act, byName, at, reason }) => (
        <p key={act} className="muted">
          {t(`rules.by.${act}`, { name: byName, at: exactMoment(at) })}
          {reason !== null && <>{t('mark.sentence')}<q className={styles.reason}>{reason}</q></>}
        </p>
      ))}
      {row.standing === 'proposed' && row.may.length === 0 && <p className="muted">{t('rules.awaitsSecond')}</p>}
      {row.standing === 'proposed' && row.may.includes('withdraw') && !row.may.includes('approve') && <p className="muted">{t('rules.authorWaits')}</p>}
      {row.may.length > 0 && (
        <div className={styles.acts}>
          {row.may.map((may) => (
            <Button key={may} type={may === 'approve' ? 'primary' : 'default'} danger={may === 'withdraw'} onClick={() => { setVerb(may); }}>{t(`rules.${may}`)}</Button>
          ))}
        </div>
      )}
      {verb && <Suspense fallback={null}><DecideDrawer verb={verb} row={row} mayTry={mayTry} close={() => { setVerb(null); }} /></Suspense>}
    </header>
  );
}
