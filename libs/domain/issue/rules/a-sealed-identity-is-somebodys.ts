import { refuse } from '#kernel';
import type { Reporter } from '../events.js';
import type { Refused } from './refused.js';

export function aSealedIdentityIsSomebodys(reporter: Reporter | undefined): Refused {
  return reporter === undefined || Object.keys(reporter).length === 0 ? refuse('sealed-identity-empty') : undefined;
}
