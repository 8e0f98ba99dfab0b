import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { api } from '#wire';
import { post } from '../../api/client.js';

/** Reads a sensitive file for a purpose. It is kept by this screen alone, until it is left or hidden: no cache holds it. */
export function useReading<Reading>(path: string, onDone?: () => void) {
  const [reading, setReading] = useState<Reading | null>(null);
  const read = useMutation({
    gcTime: 0,
    mutationFn: (purpose: api.PurposeName) => post<Reading>(path, { purpose }),
    onSuccess: (answer) => {
      setReading(answer);
      onDone?.();
    },
  });
  return { reading, read, hide: () => { setReading(null); read.reset(); } };
}

export type Read = Pick<ReturnType<typeof useReading>['read'], 'mutate' | 'isPending' | 'isError' | 'error'>;
