import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation, useNavigationType, useSearchParams } from 'react-router';
import { hasPast, lookFrom, momentIn } from '../api/moment.js';

export interface Moment {
  /** Null for the present. */
  readonly asOf: string | null;
  /** The screen has no past: it shows the present, and the others stay at the moment. */
  readonly presentOnly: boolean;
  readonly show: (moment: string | null) => void;
}

/** What a step to the present carries along: its address names no moment, as that of a link does not, which keeps the one before. */
const TO_PRESENT = { toPresent: true } as const;

/**
 * The moment that the screens show, kept in the address. A link that does not name it leads to the same moment; going back in the
 * browser leads to whatever was shown there.
 */
export function useMoment(): Moment {
  const [search, setSearch] = useSearchParams();
  const way = useNavigationType();
  const { state, pathname } = useLocation() as { readonly state: Partial<typeof TO_PRESENT> | null; readonly pathname: string };
  const kept = useRef<string | null>(null);
  const named = momentIn(search.get('asOf'));
  const carried = named ?? (way === 'POP' || state?.toPresent ? null : kept.current);
  const show = useCallback((moment: string | null) => {
    setSearch((before) => withMoment(before, moment), { state: moment === null ? TO_PRESENT : null });
  }, [setSearch]);
  useEffect(() => {
    kept.current = carried;
    if (carried !== named) setSearch((before) => withMoment(before, carried), { replace: true, preventScrollReset: true });
  }, [carried, named, setSearch]);
  const client = useQueryClient();
  useEffect(() => {
    // What the live board changes from here on is the present alone.
    client.removeQueries({ queryKey: ['board'], type: 'inactive' });
  }, [client, carried]);
  // While rendering, before any screen below asks: the address is what decides.
  const presentOnly = !hasPast(pathname);
  lookFrom(presentOnly ? null : carried);
  return { asOf: carried, presentOnly, show };
}

function withMoment(before: URLSearchParams, moment: string | null): URLSearchParams {
  const after = new URLSearchParams(before);
  if (moment === null) after.delete('asOf');
  else after.set('asOf', moment);
  return after;
}
