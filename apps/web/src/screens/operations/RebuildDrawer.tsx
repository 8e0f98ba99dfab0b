import { useMutation, useQueryClient } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import AntApp from 'antd/es/app';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import type { api } from '#wire';
import { post } from '../../api/client.js';
import { useLabels } from '../../i18n/use-labels.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import { useTerm } from '../../shared/use-term.js';
import { Compared } from './Compared.js';
import { Copies } from './Copies.js';
import styles from './operations.module.css';

/** What each step needs to be there. */
const STEPS: Readonly<Record<api.RebuildStep, (row: api.ReadModelStanding) => boolean>> = {
  beside: ({ asked }) => asked === null,
  compare: ({ next }) => next?.stage === 'ready',
  switch: ({ next }) => next?.stage === 'ready',
  undo: ({ before }) => before !== null,
  drop: ({ next, before, asked }) => next !== null || before !== null || asked !== null,
};

/** The acts of a rebuild, each with what it does; how far it has come is looked at again by itself. */
export function RebuildDrawer({ row, close }: { row: api.ReadModelStanding; close: () => void }) {
  const { t } = useLabels();
  const term = useTerm();
  const { message } = AntApp.useApp();
  const client = useQueryClient();
  const text = useProblemText();
  const take = useMutation({
    mutationFn: (step: api.RebuildStep) => post<api.RebuildStepResult>(`/operations/read-models/${encodeURIComponent(row.name)}/${step}`, {}),
    onSuccess: ({ step }) => { void message.success(t(`ops.stepDone.${step}`)); },
    onSettled: () => client.invalidateQueries({ queryKey: ['operations'] }),
  });
  const busy = (step: api.RebuildStep): boolean => take.isPending && take.variables === step;
  return (
    <Drawer open onClose={close} size={520} title={t('ops.rebuildTitle', { name: term('read-model', row.name) })} footer={<div className={styles.footer}><Button onClick={close}>{t('form.close')}</Button></div>}>
      <p className={styles.hint}>{t('ops.rebuildHint')}</p>
      {take.isError && <Alert type="error" showIcon role="alert" title={text(take.error)} className={styles.alert ?? ''} />}
      <div className={styles.standing} role="status">
        {row.asked || row.next || row.before ? <Copies row={row} /> : t('ops.nothingBeside')}
      </div>
      <ul className={styles.steps}>
        {(Object.keys(STEPS) as api.RebuildStep[]).map((step) => (
          <li key={step}>
            <Button danger={step === 'drop'} disabled={!STEPS[step](row) || (take.isPending && !busy(step))} loading={busy(step)} onClick={() => { take.mutate(step); }}>{t(`ops.step.${step}`)}</Button>
            <span className={styles.note}>{t(`ops.stepHint.${step}`)}</span>
          </li>
        ))}
      </ul>
      {take.data?.comparison && <Compared comparison={take.data.comparison} />}
    </Drawer>
  );
}
