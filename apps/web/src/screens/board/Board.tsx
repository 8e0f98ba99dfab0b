import { useInfiniteQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import { api } from '#wire';
import { useBoardStream } from '../../api/board-stream.js';
import { queries, type BoardFilter } from '../../api/queries.js';
import { useLabels } from '../../i18n/use-labels.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { Failure } from '../../shared/Failure.js';
import { LoadMore } from '../../shared/LoadMore.js';
import { Notice } from '../../shared/Notice.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import { useAddressFilter } from '../../shared/use-address-filter.js';
import { useNow } from '../../shared/use-now.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { Waiting } from '../../shared/Waiting.js';
import { BoardTable } from './BoardTable.js';
import { GoingUp } from './GoingUp.js';
import { LateByUnit } from './LateByUnit.js';
import { LiveSign } from './LiveSign.js';
import { Summary } from './Summary.js';
import styles from './board.module.css';

const FILTERS = api.BoardQuery.omit({ goingUp: true, cursor: true, limit: true });

/** The supervisor's board: what is late, who holds it, what goes up next. */
export function Board() {
  const { t } = useLabels();
  const { filter, set, clear } = useAddressFilter<BoardFilter>(FILTERS);
  const liveness = useBoardStream();
  const now = useNow();
  const board = useInfiniteQuery(queries.board(filter));
  usePageTitle(t('board.title'));

  const pages = board.data?.pages ?? [];
  const counts = pages[0]?.counts;
  const rows = pages.flatMap((page) => page.rows);
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <div className={styles.head}>
        <h1>{t('board.title')}</h1>
        {liveness !== null && <LiveSign liveness={liveness} />}
        <div className={styles.filters}>
          <UnitSelect label={t('filter.unit')} placeholder={t('filter.everyUnit')} value={filter.unit} onChange={(unit) => { set({ unit }); }} className={styles.unit ?? ''} />
          <CodeSelect kind="told" codes={api.ToldName.options} label={t('filter.told')} placeholder={t('filter.told')} value={filter.told} onChange={(told) => { set({ told }); }} className={styles.told ?? ''} />
          <Button aria-pressed={filter.urged === 'true'} type={filter.urged === 'true' ? 'primary' : 'default'} onClick={() => { set({ urged: filter.urged === 'true' ? undefined : 'true' }); }}>{t('filter.urged')}</Button>
          {filtered && <Button onClick={clear}>{t('filter.clear')}</Button>}
        </div>
      </div>
      {board.isError && !board.data && <Failure error={board.error} retry={() => { void board.refetch(); }} />}
      {board.isPending && <Waiting lines={9} />}
      {counts && <Summary counts={counts} filter={filter} set={set} />}
      {board.data && (
        <div className={styles.columns}>
          <section className={`sheet ${styles.list}`} aria-label={t('board.list')}>
            {rows.length > 0
              ? <BoardTable rows={rows} now={now} />
              : <Notice title={t(filtered ? 'board.noneFiltered' : 'board.none')} />}
            <LoadMore query={board} shown={rows.length} />
          </section>
          <aside className={styles.aside}>
            <GoingUp unit={filter.unit} now={now} />
            <LateByUnit unit={filter.unit} choose={(unit) => { set({ unit, overdue: 'true' }); }} />
          </aside>
        </div>
      )}
    </>
  );
}
