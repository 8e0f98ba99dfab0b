import { refuse } from '#kernel';
import type { Evidence } from '../events.js';
import type { Refused } from './refused.js';

export function aResolutionCarriesEvidence(evidence: readonly Evidence[]): Refused {
  return evidence.some(({ text }) => text.trim() !== '') ? undefined : refuse('evidence-missing');
}
