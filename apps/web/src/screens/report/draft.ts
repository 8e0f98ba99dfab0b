import type { Values } from '../../shared/body-of-form.js';

/** A report that was sent, with the key under which the server takes it once, until the server has answered. */
export interface Outgoing {
  readonly body: unknown;
  readonly intention: string;
}

/** What is being written on this device, and what waits for the network. */
export interface Draft {
  readonly values: Values;
  readonly outgoing: Outgoing | null;
}

const nothing: Draft = { values: {}, outgoing: null };

function keyOf(cadre: string): string {
  return `minqing.report.${cadre}`;
}

export function readDraft(cadre: string): Draft {
  try {
    return { ...nothing, ...(JSON.parse(localStorage.getItem(keyOf(cadre)) ?? '{}') as Partial<Draft>) };
  } catch {
    return nothing;
  }
}

/** Answers whether the device took it: storage may be full or forbidden. */
export function keepDraft(cadre: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(cadre), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(cadre: string): void {
  try {
    localStorage.removeItem(keyOf(cadre));
  } catch {
    // Nothing could be kept there either.
  }
}
