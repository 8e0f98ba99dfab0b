import { refuse } from '#kernel';
import type { RecordVerdict } from '../commands.js';
import type { Refused } from './refused.js';

/** Who was not reached said nothing; who was reached said whether the matter is resolved. */
export function aVerdictIsTheResidents(verdict: RecordVerdict['data']): Refused {
  const said = [verdict.resolved, verdict.satisfied, verdict.attitude].some((part) => part !== null);
  if (!verdict.contacted) return said ? refuse('verdict-without-contact') : undefined;
  return verdict.resolved === null ? refuse('verdict-without-resolved') : undefined;
}
