import Button from 'antd/es/button';
import { useLabels } from '../i18n/use-labels.js';
import { Notice } from './Notice.js';
import { useProblemText } from './use-problem-text.js';

/** A reading that failed: why, and once more. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useLabels();
  const text = useProblemText();
  return (
    <Notice title={t('state.failed')} tone="late">
      <p>{text(error)}</p>
      <p><Button onClick={retry}>{t('state.retry')}</Button></p>
    </Notice>
  );
}
