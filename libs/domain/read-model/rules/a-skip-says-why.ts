import { refuse } from '#kernel';
import type { SkipEvent } from '../events.js';

/** Whoever reads the figures later must be able to judge what is missing in them. */
export function aSkipSaysWhy({ reason }: SkipEvent['data']) {
  return reason.trim() === '' ? refuse('reason-missing') : undefined;
}
