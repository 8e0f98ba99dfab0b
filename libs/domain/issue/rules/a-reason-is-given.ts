import { refuse } from '#kernel';
import type { Refused } from './refused.js';

export function aReasonIsGiven(reason: string): Refused {
  return reason.trim() === '' ? refuse('reason-missing') : undefined;
}
