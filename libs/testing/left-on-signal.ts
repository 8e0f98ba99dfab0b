import { getEventListeners } from 'node:events';

/** How much hangs on a signal: its listeners, and what Node keeps there for each AbortSignal.any that names it. */
export function leftOnSignal(signal: AbortSignal): number {
  const kept = Object.getOwnPropertySymbols(signal).filter(({ description }) => description === 'kDependantSignals')
    .map((symbol) => (Reflect.get(signal, symbol) as ReadonlySet<unknown> | null | undefined)?.size ?? 0);
  return kept.reduce((sum, size) => sum + size, getEventListeners(signal, 'abort').length);
}
