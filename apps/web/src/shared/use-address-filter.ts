import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * Filters that live in the address bar, so that a view can be shared and gone back to. Values the schema does not
 * take are left out, as an address may have been typed by hand. Which moment is shown is no filter. Setting `undefined` takes a filter away.
 */
export function useAddressFilter<F extends object>(schema: { readonly shape: Shape }): {
  filter: F;
  set: (change: Partial<Record<keyof F, string | undefined>>) => void;
  clear: () => void;
} {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => {
    const valid = [...search].filter(([key, value]) => key !== 'asOf' && value !== '' && schema.shape[key]?.safeParse(value).success);
    return Object.fromEntries(valid) as F;
  }, [search, schema]);
  const set = useCallback((change: Partial<Record<keyof F, string | undefined>>) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      for (const [key, value] of Object.entries<string | undefined>(change)) {
        if (value) after.set(key, value);
        else after.delete(key);
      }
      return after;
    }, { replace: true });
  }, [setSearch]);
  const clear = useCallback(() => { setSearch(new URLSearchParams(), { replace: true }); }, [setSearch]);
  return { filter, set, clear };
}
