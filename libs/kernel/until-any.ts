/**
 * Does the work under a signal that aborts with the first of these. Leaves nothing on signals that live longer than the work:
 * of each AbortSignal.any Node 20 keeps an entry there as long as they live.
 */
export async function untilAny<T>(signals: readonly AbortSignal[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const either = new AbortController();
  const end = (): void => either.abort();
  for (const signal of signals) {
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  }
  try {
    return await work(either.signal);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}
