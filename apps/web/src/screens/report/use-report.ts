import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { command } from '../../api/client.js';
import { ProblemError } from '../../api/problem.js';
import type { Values } from '../../shared/body-of-form.js';
import { dropDraft, keepDraft, outgoingOf, readDraft, type Draft, type Outgoing } from './draft.js';

interface Then {
  readonly onDone: (issueId: string) => void;
  readonly onRefused: (error: unknown) => void;
}

/** Sends what waits when the page is opened and whenever the network comes back. */
function useResending(resend: () => void): void {
  const latest = useRef(resend);
  useEffect(() => { latest.current = resend; });
  useEffect(() => {
    const again = () => { latest.current(); };
    if (navigator.onLine) again();
    window.addEventListener('online', again);
    return () => { window.removeEventListener('online', again); };
  }, []);
}

/**
 * Sends a report exactly once. It is kept on the device before it leaves; without an answer it waits there and goes out
 * again, under the same key, when the network is back or the page is opened anew.
 */
export function useReport(cadre: string, { onDone, onRefused }: Then) {
  const client = useQueryClient();
  const draft = useRef<Draft>(readDraft(cadre));
  const [waiting, setWaiting] = useState<Outgoing | null>(draft.current.outgoing);

  const keep = (change: Partial<Draft>) => {
    draft.current = { ...draft.current, ...change };
    if (change.outgoing !== undefined) setWaiting(change.outgoing);
    return keepDraft(cadre, draft.current);
  };
  const send = useMutation({
    // Without this the query library would hold the request back while the browser says it is offline.
    networkMode: 'always',
    mutationFn: (outgoing: Outgoing) => command('/issues', outgoing.body, outgoing.intention),
    onSuccess: ({ issueId }) => {
      draft.current = { values: {}, outgoing: null };
      setWaiting(null);
      dropDraft(cadre);
      onDone(issueId);
      for (const key of ['board', 'ledger', 'topics']) void client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.transient) return;
      keep({ outgoing: null });
      onRefused(error);
    },
  });

  useResending(() => { if (draft.current.outgoing && !send.isPending) send.mutate(draft.current.outgoing); });

  return {
    values: draft.current.values,
    keepValues: (values: Values) => keep({ values }),
    submit: (body: unknown) => {
      const outgoing = outgoingOf(body, draft.current.outgoing);
      keep({ outgoing });
      send.mutate(outgoing);
    },
    /** Sent, and not answered: it waits for the network. */
    waiting: waiting !== null && !send.isPending && send.isError,
    sending: send.isPending,
    error: send.error,
  };
}
