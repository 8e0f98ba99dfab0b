import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { api } from '#wire';
import { BOARD_STREAM, inWords } from './client.js';
import { lookedFrom } from './moment.js';

export type Liveness = 'connecting' | 'live' | 'lost';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const GATHER_MS = 400;

/** Rows already on the screen change at once; order, counts and new rows come with the reading that follows. */
function patch(pages: InfiniteData<api.BoardPage>, change: api.BoardChange): InfiniteData<api.BoardPage> {
  const changed = new Map(change.rows.map((row) => [row.issueId, row]));
  const gone = new Set(change.gone);
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      rows: page.rows.filter((row) => !gone.has(row.issueId)).map((row) => changed.get(row.issueId) ?? row),
    })),
  };
}

function isPaged(data: unknown): data is InfiniteData<api.BoardPage> {
  return typeof data === 'object' && data !== null && 'pages' in data;
}

function applyChange(client: QueryClient, change: api.BoardChange): void {
  client.setQueriesData<unknown>({ queryKey: ['board'] }, (data: unknown) => (isPaged(data) ? patch(data, change) : data));
}

/** Follows the board. After every (re)connection the board is read anew, so nothing that happened meanwhile is missed. */
function follow(client: QueryClient, tell: (liveness: Liveness) => void): () => void {
  let source: EventSource | null = null;
  let wait = FIRST_WAIT_MS;
  let again: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const refresh = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      void client.invalidateQueries({ queryKey: ['board'] });
    }, GATHER_MS);
  };
  const connect = () => {
    source = new EventSource(BOARD_STREAM);
    source.addEventListener('open', () => { wait = FIRST_WAIT_MS; tell('live'); refresh(); });
    source.addEventListener('board', (event: MessageEvent<string>) => {
      applyChange(client, inWords<api.BoardChange>(event.data as string));
      refresh();
    });
    source.addEventListener('reload', refresh);
    source.addEventListener('error', () => {
      tell('lost');
      // The browser resumes a broken line by itself, with the last id, but gives up after a refusal such as a 503.
      if (source?.readyState !== EventSource.CLOSED) return;
      again = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      void client.invalidateQueries({ queryKey: ['me'] });
    });
  };
  connect();
  return () => { clearTimeout(again); clearTimeout(gathering); source?.close(); };
}

/** Keeps every shown board current and says whether it is; a past one never changes. */
export function useBoardStream(): Liveness | null {
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>('connecting');
  const past = lookedFrom() !== null;
  useEffect(() => (past ? undefined : follow(client, setLiveness)), [client, past]);
  return past ? null : liveness;
}
