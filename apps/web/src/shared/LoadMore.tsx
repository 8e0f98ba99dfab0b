import Button from 'antd/es/button';
import { useLabels } from '../i18n/use-labels.js';
import styles from './shared.module.css';

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The foot of a paged list: how many are shown, and the next page. */
export function LoadMore({ query, shown }: { query: Paged; shown: number }) {
  const { t } = useLabels();
  if (shown === 0) return null;
  return (
    <div className={styles.more}>
      <span className="muted" role="status">{t(query.hasNextPage ? 'list.shown' : 'list.all', { n: shown })}</span>
      {query.isFetchNextPageError && <span className="late">{t('state.failed')}</span>}
      {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage(); }}>{t('list.more')}</Button>}
    </div>
  );
}
