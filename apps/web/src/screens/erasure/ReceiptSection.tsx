import type { api } from '#wire';
import { address } from '../../api/client.js';
import { useLabels } from '../../i18n/use-labels.js';
import { exactMoment } from '../../shared/moments.js';
import styles from './erasure.module.css';

/** That it is done, and the receipt to be kept. */
export function ReceiptSection({ receipt: { erasure, texts, keys, at, position } }: { receipt: api.ErasureReceipt }) {
  const { t } = useLabels();
  return (
    <section className={`sheet ${styles.sheet}`} role="status" aria-labelledby="erasure-done">
      <h2 id="erasure-done">{t('erase.done')}</h2>
      <p className={styles.found}>{t('erase.doneAt', { texts, keys, position, at: exactMoment(at) })}</p>
      <p className={styles.hint}>{t('erase.backups')}</p>
      <p><a href={address(`/erasures/${erasure}`)} download={`erasure-${erasure}.json`}>{t('erase.receipt')}</a></p>
    </section>
  );
}
