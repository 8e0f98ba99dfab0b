import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { api } from '#wire';
import { post } from '../../../api/client.js';

/** Reads who brought the matter. It is kept by this page alone, until it is left or hidden or the opening is over: no cache holds it. */
export function useReading(issueId: string, now: number, onDone: () => void) {
  const [reading, setReading] = useState<api.ReporterReading | null>(null);
  const read = useMutation({
    gcTime: 0,
    mutationFn: (purpose: api.PurposeName) => post<api.ReporterReading>(`/issues/${encodeURIComponent(issueId)}/reporter-readings`, { purpose }),
    onSuccess: (answer) => {
      setReading(answer);
      onDone();
    },
  });
  const over = typeof reading?.until === 'string' && Date.parse(reading.until) <= now;
  return { reading: over ? null : reading, read, hide: () => { setReading(null); read.reset(); } };
}
