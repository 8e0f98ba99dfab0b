import Button from 'antd/es/button';
import { lazy, Suspense } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useDrawer } from '../../shared/use-drawer.js';
import styles from './issue.module.css';

const CommandDrawer = lazy(async () => ({ default: (await import('./CommandDrawer.js')).CommandDrawer }));

/** The step forward of each status: it comes first and stands out. */
const FORWARD: readonly string[] = ['register', 'dispatch', 'sign-for', 'measure', 'resolve', 'verdict'];
/** Steps that end or undo: they come last. */
const LAST: readonly string[] = ['close', 'withdraw'];

/** What opens an identity stands where the identity does. */
const ELSEWHERE: readonly string[] = ['ask-to-open', 'approve-opening', 'refuse-opening'];

function inOrder(verbs: readonly string[]): readonly string[] {
  const rank = (verb: string) => (FORWARD.includes(verb) ? 0 : LAST.includes(verb) ? 2 : 1);
  return verbs.filter((verb) => !ELSEWHERE.includes(verb)).toSorted((a, b) => rank(a) - rank(b));
}

/** A button for each command that this post may give now; its form opens beside the issue, and stays though the issue moves on. */
export function Commands({ page }: { page: api.IssuePage }) {
  const { t } = useLabels();
  const { content: verb, open, opening, show, close } = useDrawer<api.IssueVerb>();
  const verbs = inOrder(page.verbs) as readonly api.IssueVerb[];
  return (
    <>
      {verbs.length > 0 && (
        <div className={styles.commands} role="group" aria-label={t('issue.commands')}>
          {verbs.map((given, index) => (
            <Button
              key={given}
              type={index === 0 && FORWARD.includes(given) ? 'primary' : 'default'}
              danger={LAST.includes(given)}
              onClick={() => { show(given); }}
            >
              {t(`verb.${given}`)}
            </Button>
          ))}
        </div>
      )}
      {verb && <Suspense fallback={null}><CommandDrawer key={opening} verb={verb} page={page} open={open} close={close} /></Suspense>}
    </>
  );
}
