import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { command } from '../../api/client.js';
import { newIntention } from '../../api/intention.js';
import { hasStatus, ProblemError } from '../../api/problem.js';
import type { Values } from '../../shared/body-of-form.js';
import { dropDraft, keepDraft, readDraft, type Draft, type Outgoing } from './draft.js';

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

/** Whether the server said no to the report itself. No word, half a word, and a session that ended meanwhile leave open what became of it. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && !error.transient && error.problem.status !== 401;
}

/** What this device holds of the cadre's report; what is sent and unanswered is shown by the page. */
function useDraft(cadre: string) {
  const draft = useRef<Draft>(readDraft(cadre));
  const [outgoing, setOutgoing] = useState(draft.current.outgoing);
  const hold = (held: Draft) => {
    draft.current = held;
    setOutgoing(held.outgoing);
  };
  return {
    draft, outgoing,
    keep: (change: Partial<Draft>) => {
      hold({ ...draft.current, ...change });
      keepDraft(cadre, draft.current);
    },
    drop: () => {
      hold({ values: {}, outgoing: null });
      dropDraft(cadre);
    },
  };
}

/**
 * Sends a report exactly once. It is kept on the device before it leaves; without an answer it waits there and goes out
 * again, under the same key, when the network is back, the page is opened anew or somebody asks. Until it is answered
 * there is no other one: what would be written meanwhile would be neither in it nor kept.
 */
export function useReport(cadre: string, { onDone, onRefused }: Then) {
  const client = useQueryClient();
  const { draft, outgoing, keep, drop } = useDraft(cadre);
  const send = useMutation({
    mutationFn: ({ body, intention }: Outgoing) => command('/issues', body, intention),
    onSuccess: ({ issueId }) => {
      drop();
      onDone(issueId);
      for (const key of ['board', 'ledger', 'topics']) void client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => {
      // Whoever has to sign in again comes back here, and it goes out by itself.
      if (hasStatus(error, 401)) void client.invalidateQueries({ queryKey: ['me'] });
      if (!isRefusal(error)) return;
      keep({ outgoing: null });
      onRefused(error);
    },
  });

  const resend = () => { if (draft.current.outgoing && !send.isPending) send.mutate(draft.current.outgoing); };
  useResending(resend);

  return {
    values: draft.current.values,
    keepValues: (values: Values) => { keep({ values }); },
    submit: (body: unknown) => {
      if (draft.current.outgoing) return;
      const sent: Outgoing = { body, intention: newIntention() };
      keep({ outgoing: sent });
      send.mutate(sent);
    },
    /** The same report under the same key, for who does not want to wait. */
    resend,
    /** On its way or waiting: there is a report without an answer. */
    unanswered: outgoing !== null,
    sending: send.isPending,
    /** What was answered instead of yes. */
    refusal: outgoing === null ? send.error : null,
  };
}
