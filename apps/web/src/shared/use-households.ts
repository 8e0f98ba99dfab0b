import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { queries } from '../api/queries.js';

export interface HouseholdOption {
  readonly value: string;
  readonly label: string;
}

interface Asked {
  /** Of this unit and those below; of one's whole area without it. */
  readonly unit?: string | undefined;
  readonly value?: string | undefined;
  readonly enabled?: boolean;
}

/** What is typed, after a pause, so that each letter is not a request. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => { setSettled(typed.trim()); }, 300);
    return () => { clearTimeout(timer); };
  }, [typed]);
  return settled;
}

/**
 * Households whose address or code holds what is typed; nobody's phone takes the register of a street. The one that is chosen is among them, by
 * its address, whatever is typed since.
 */
export function useHouseholds({ unit, value, enabled = true }: Asked) {
  const [typed, search] = useState('');
  const q = useSettled(typed);
  const found = useQuery({ ...queries.households({ unit, q: q || undefined }), enabled, placeholderData: (before) => before });
  const missing = enabled && value !== undefined && found.isSuccess && !found.data.some(({ household }) => household === value);
  const chosen = useQuery({ ...queries.households({ unit, q: value }), enabled: missing });
  const options = useMemo((): readonly HouseholdOption[] => {
    const own = missing ? (chosen.data ?? []).filter(({ household }) => household === value) : [];
    return [...own, ...(found.data ?? [])].map(({ household, address }) => ({ value: household, label: address || household }));
  }, [chosen.data, found.data, missing, value]);
  return { options, search, loading: found.isFetching };
}
