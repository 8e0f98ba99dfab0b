import Button from 'antd/es/button';
import { lazy, Suspense, useState } from 'react';
import type { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
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

/** A button for each command that this post may give now; its form opens beside the issue. */
export function Commands({ page }: { page: api.IssuePage }) {
  const { t } = useLabels();
  const [chosen, setChosen] = useState<api.IssueVerb | null>(null);
  const [open, setOpen] = useState(false);
  const verbs = inOrder(page.verbs) as readonly api.IssueVerb[];
  if (verbs.length === 0) return null;
  return (
    <div className={styles.commands} role="group" aria-label={t('issue.commands')}>
      {verbs.map((verb, index) => (
        <Button
          key={verb}
          type={index === 0 && FORWARD.includes(verb) ? 'primary' : 'default'}
          danger={LAST.includes(verb)}
          onClick={() => { setChosen(verb); setOpen(true); }}
        >
          {t(`verb.${verb}`)}
        </Button>
      ))}
      {chosen && (
        <Suspense fallback={null}>
          <CommandDrawer key={`${chosen} ${page.revision}`} verb={chosen} page={page} open={open} close={() => { setOpen(false); }} />
        </Suspense>
      )}
    </div>
  );
}
